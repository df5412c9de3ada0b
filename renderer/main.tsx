import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { connectHost } from "./bridge/host.ts";
import { pickLanguage, setUpWords } from "./i18n/setup.ts";
import { setSession } from "./state/session.ts";

/** Asks the host what it is, picks the language, and draws the window. */
async function start(): Promise<void> {
  const host = connectHost();
  const info = await host.hostInfo({});
  const language = pickLanguage(info.ok ? info.value.languages : navigator.languages);
  setSession({ language, lifecycle: { kind: "none" }, ...(info.ok ? { host: info.value } : {}) });
  await setUpWords(language);
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <App host={host} />
    </StrictMode>,
  );
}

void start();
