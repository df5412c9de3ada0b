import type { ReactElement } from "react";
import type { HostApi } from "../main/contract.ts";
import { Toasts } from "./components/toasts.tsx";
import { Welcome } from "./screens/welcome/welcome.tsx";
import { Shell } from "./shell/shell.tsx";
import { useSession } from "./state/session.ts";

/** The window: the welcome or unlock screen, or the shell of an open vault. */
export function App({ host }: { readonly host: HostApi }): ReactElement {
  const open = useSession((session) => session.lifecycle.kind === "open");
  return (
    <>
      {open ? <Shell /> : <Welcome host={host} />}
      <Toasts />
    </>
  );
}
