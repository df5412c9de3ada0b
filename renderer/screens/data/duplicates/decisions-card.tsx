import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { DecisionEntry, DecisionPage } from "../../../../workers/terms/identity.ts";
import {
  Asked,
  Badge,
  Button,
  Card,
  DateText,
  FaultNotice,
  Personal,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useSession } from "../../../state/session.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

const LIMIT = 10;

/** What was decided before, the latest first, each with its undoing. */
export function DecisionsCard(): ReactElement {
  const { t } = useTranslation("duplicates");
  const [offset, setOffset] = useState(0);
  const query = useVaultQuery("listDecisions", { offset, limit: LIMIT }, ["people"]);
  return (
    <Card title={t("decisions")}>
      <Asked query={query}>
        {(page) =>
          page.total === 0 ? (
            <p className="muted">{t("noDecisions")}</p>
          ) : (
            <>
              <Decisions page={page} />
              {page.total > LIMIT && (
                <div className="row">
                  <Button icon="left" isDisabled={offset === 0} onPress={() => setOffset(offset - LIMIT)}>
                    {t("earlierDecisions")}
                  </Button>
                  <Button
                    icon="right"
                    isDisabled={offset + LIMIT >= page.total}
                    onPress={() => setOffset(offset + LIMIT)}
                  >
                    {t("olderDecisions")}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Asked>
    </Card>
  );
}

function Decisions({ page }: { readonly page: DecisionPage }): ReactElement {
  const { t } = useTranslation("duplicates");
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const undo = async (batch: number): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    const undone = await vaultApi().undoDecision({ batch });
    setBusy(false);
    if (undone.ok) toast("ok", t("undone", { count: undone.value.decisions }));
    else setFault(undone.error);
  };
  return (
    <>
      {fault && <FaultNotice fault={fault} />}
      <SmallTable
        caption={t("decisions")}
        rows={page.entries}
        keyOf={({ batch }) => batch}
        columns={[
          { key: "at", title: t("when"), cell: ({ at }) => <DateText iso={at} /> },
          { key: "decision", title: t("decision"), cell: ({ decision }) => t(`decisionKind.${decision}`) },
          { key: "who", title: t("who"), cell: (entry) => <Who entry={entry} /> },
          {
            key: "undo",
            title: t("action"),
            cell: (entry) => <Undo entry={entry} busy={busy} onUndo={() => void undo(entry.batch)} />,
          },
        ]}
      />
    </>
  );
}

function Who({ entry }: { readonly entry: DecisionEntry }): ReactElement {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  return (
    <>
      <ul className="line-notes">
        {entry.people.map(({ id, name }) => (
          <li key={id}>
            <Personal>{name}</Personal>
          </li>
        ))}
      </ul>
      {entry.decisions > 1 && (
        <span className="note">{t("andOthers", { decisions: format.count(entry.decisions - 1) })}</span>
      )}
    </>
  );
}

function Undo({
  entry,
  busy,
  onUndo,
}: {
  readonly entry: DecisionEntry;
  readonly busy: boolean;
  readonly onUndo: () => void;
}): ReactElement {
  const { t } = useTranslation("duplicates");
  const masked = useSession((session) => session.masked);
  const [first] = entry.people;
  if (entry.undoneAt !== undefined)
    return (
      <>
        <Badge icon="undo">{t("wasUndone")}</Badge>
        <div className="note">
          <DateText iso={entry.undoneAt} />
        </div>
      </>
    );
  return (
    <Button
      icon="undo"
      isDisabled={busy}
      onPress={onUndo}
      aria-label={t("undoOf", {
        who: masked || first === undefined ? `#${String(entry.batch)}` : first.name,
      })}
    >
      {t("undo")}
    </Button>
  );
}
