import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ImportEntry } from "../../../../workers/terms/intake.ts";
import {
  Asked,
  Badge,
  Button,
  Card,
  DateText,
  LinkButton,
  NothingImported,
  PageHeader,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { address } from "../../../state/route.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { SourcesCard } from "./sources-card.tsx";
import { UndoDialog } from "./undo-dialog.tsx";

/** Every file that came in, newest first, each of which can be taken back. */
export function ImportsScreen(): ReactElement {
  const { t } = useTranslation("imports");
  const query = useVaultQuery("listImports", {}, ["imports", "quarantine"]);
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={
          <LinkButton icon="plus" href={address("data", "import")}>
            {t("importFile")}
          </LinkButton>
        }
      />
      <Asked query={query}>
        {(entries) =>
          entries.length === 0 ? (
            <NothingYet />
          ) : (
            <>
              <Imports entries={entries} />
              <SourcesCard />
            </>
          )
        }
      </Asked>
    </>
  );
}

function NothingYet(): ReactElement {
  const { t } = useTranslation("imports");
  return (
    <Card>
      <NothingImported text={t("empty")} />
    </Card>
  );
}

function Imports({ entries }: { readonly entries: readonly ImportEntry[] }): ReactElement {
  const { t } = useTranslation("imports");
  const format = useFormat();
  const [asking, setAsking] = useState<ImportEntry>();
  return (
    <Card>
      <SmallTable
        caption={t("title")}
        rows={entries}
        keyOf={(entry) => entry.id}
        columns={[
          {
            key: "name",
            title: t("file"),
            cell: (entry) => (
              <>
                <span>{entry.name}</span>
                <div className="note">{t("from", { source: entry.source })}</div>
              </>
            ),
          },
          { key: "at", title: t("at"), cell: (entry) => <DateText iso={entry.at} /> },
          { key: "read", title: t("read"), number: true, cell: (entry) => format.count(entry.read) },
          { key: "stored", title: t("stored"), number: true, cell: (entry) => format.count(entry.stored) },
          {
            key: "quarantined",
            title: t("quarantined"),
            number: true,
            cell: (entry) => <Held entry={entry} />,
          },
          {
            key: "undo",
            title: t("action"),
            cell: (entry) =>
              entry.undoneAt === undefined ? (
                <Button
                  icon="undo"
                  onPress={() => setAsking(entry)}
                  aria-label={t("undoOf", { name: entry.name })}
                >
                  {t("undo")}
                </Button>
              ) : (
                <>
                  <Badge icon="undo">{t("wasUndone")}</Badge>
                  <div className="note">
                    <DateText iso={entry.undoneAt} />
                  </div>
                </>
              ),
          },
        ]}
      />
      <UndoDialog entry={asking} onClose={() => setAsking(undefined)} />
    </Card>
  );
}

/** The rows that wait; a link to them while there are any. */
function Held({ entry }: { readonly entry: ImportEntry }): ReactElement {
  const { t } = useTranslation("imports");
  const format = useFormat();
  if (entry.quarantined === 0 || entry.undoneAt !== undefined) return <>{format.count(entry.quarantined)}</>;
  return (
    <a href={address("data", "quarantine", entry.id)}>
      {format.count(entry.quarantined)}
      <span className="unseen">{t("heldOf", { name: entry.name })}</span>
    </a>
  );
}
