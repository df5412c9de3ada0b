import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { HostApi } from "../../../main/contract.ts";
import { Preferences } from "../../shell/preferences.tsx";
import { useSession } from "../../state/session.ts";
import { Doors } from "./doors.tsx";
import { Unlock } from "./unlock.tsx";

/** Before a vault is open: what this is, and the ways in; or the door of the vault that was locked. */
export function Welcome({ host }: { readonly host: HostApi }): ReactElement {
  const { t } = useTranslation("welcome");
  const lifecycle = useSession((session) => session.lifecycle);
  return (
    <div className="gate-page">
      <div className="gate-tools">
        <Preferences />
      </div>
      <main className="stack">
        {lifecycle.kind === "locked" ? (
          <>
            <h1>{t("title")}</h1>
            <Unlock host={host} path={lifecycle.path} name={lifecycle.name} locked />
          </>
        ) : (
          <>
            <h1>{t("title")}</h1>
            <p>{t("lead")}</p>
            <Doors host={host} />
          </>
        )}
      </main>
    </div>
  );
}
