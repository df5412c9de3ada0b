import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { connectHost } from "./bridge/host.ts";
import { pickLanguage, setUpWords } from "./i18n/setup.ts";
import { recallSession, rememberSession } from "./state/remembered.ts";
import { setSession } from "./state/session.ts";

/** Asks the host what it is, picks the language, and draws the window. */
async function start(): Promise<void> {
  const host = connectHost();
  const info = await host.hostInfo({});
  if (info.ok) setSession({ host: info.value });
  const recalled = recallSession();
  const language = recalled?.language ?? pickLanguage(info.ok ? info.value.languages : navigator.languages);
  // A page that was reloaded without locking has left its vault's lock behind.
  if (recalled?.vault) await host.closeVault({ path: recalled.vault.path });
  else setSession({ language, lifecycle: { kind: "none" } });
  await setUpWords(language);
  rememberSession();
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <App host={host} />
    </StrictMode>,
  );
}

void start();
