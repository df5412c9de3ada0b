import { useEffect, type ReactElement } from "react";
import type { HostApi } from "../main/contract.ts";
import { Toasts } from "./components/toasts.tsx";
import { Welcome } from "./screens/welcome/welcome.tsx";
import { Shell } from "./shell/shell.tsx";
import { setSession, useSession } from "./state/session.ts";

/** The window: the welcome or unlock screen, or the shell of an open vault. */
export function App({ host }: { readonly host: HostApi }): ReactElement {
  const open = useSession((session) => session.lifecycle.kind === "open");
  useNetworkCount(host);
  return (
    <>
      {open ? <Shell /> : <Welcome host={host} />}
      <Toasts />
    </>
  );
}

const ASKED_EVERY_MS = 10_000;

/** Keeps "sent" on the status bar as the host counts it: the number is the host's, not the window's. */
function useNetworkCount(host: HostApi): void {
  useEffect(() => {
    const ask = async (): Promise<void> => {
      const counted = await host.networkCount({});
      if (counted.ok) setSession({ sent: counted.value.sent, refused: counted.value.refused });
    };
    void ask();
    const timer = setInterval(() => void ask(), ASKED_EVERY_MS);
    return () => clearInterval(timer);
  }, [host]);
}
