import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../components/icon.tsx";
import { useFormat } from "../i18n/format.ts";
import { useJobs } from "../state/jobs.ts";
import { address } from "../state/route.ts";
import { useSession, type SaveState } from "../state/session.ts";

/** What holds now: people and orders, saved or not, work under way, and what has left. */
export function StatusBar(): ReactElement {
  const { t } = useTranslation("shell");
  const format = useFormat();
  const lifecycle = useSession((session) => session.lifecycle);
  const sent = useSession((session) => session.sent);
  const released = useSession((session) => session.released);
  const save = useSession((session) => session.save);
  const jobs = useJobs((state) => state.running.length);
  const info = lifecycle.kind === "open" ? lifecycle.info : undefined;
  return (
    <footer className="statusbar">
      {info && (
        <span>
          {t("inScope", { customers: format.count(info.customers), orders: format.count(info.orders) })}
        </span>
      )}
      <SavedNote save={save} />
      {jobs > 0 && <span>{t("jobs", { jobs: format.count(jobs) })}</span>}
      <span className="spring" />
      <a href={address("release", "left")}>
        <Icon name="shield" small />{" "}
        {t("left", { sent: format.count(sent), released: format.count(released) })}
      </a>
    </footer>
  );
}

function SavedNote({ save }: { readonly save: SaveState }): ReactElement {
  const { t } = useTranslation("shell");
  if (save.kind === "saving") return <span role="status">{t("saving")}</span>;
  if (save.kind === "failed") {
    return (
      <span role="status">
        <Icon name="danger" small /> <strong>{t("notSaved")}</strong>
      </span>
    );
  }
  return (
    <span role="status">
      <Icon name="ok" small /> {t("saved")}
    </span>
  );
}
