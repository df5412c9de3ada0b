import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RetentionEntry, RetentionPreview } from "../../../workers/terms/keep.ts";
import {
  Asked,
  Badge,
  Button,
  Card,
  ConfirmDialog,
  DateText,
  Facts,
  FaultNotice,
  SmallTable,
} from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { address } from "../../state/route.ts";
import { toast } from "../../state/toasts.ts";
import { useJob } from "../../state/use-job.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";

/** One rule: what it says, whom it would touch today, and running it after a question. */
export function RetentionRun({
  entry,
  onEdit,
}: {
  readonly entry: RetentionEntry;
  readonly onEdit: () => void;
}): ReactElement {
  const { t } = useTranslation("retention");
  const words = useWords();
  const format = useFormat();
  const { rule } = entry;
  const preview = useVaultQuery("previewRetention", { ruleId: entry.id }, ["retention", "people", "consent"]);
  const action = words.label("retentionAction", rule.action);
  return (
    <Card
      title={t("ruleTitle", { days: format.count(rule.inactiveDays), action })}
      actions={
        <>
          <Badge {...(rule.active ? { tone: "ok" as const } : {})}>{rule.active ? t("on") : t("off")}</Badge>
          <Button onPress={onEdit}>{t("change")}</Button>
        </>
      }
    >
      <Facts
        items={[
          { name: t("undatedLabel"), value: t(`undated.${rule.undated}`) },
          { name: t("lastRun"), value: entry.lastRunAt ? <DateText iso={entry.lastRunAt} /> : t("never") },
        ]}
      />
      <Asked query={preview}>{(found) => <Due entry={entry} found={found} action={action} />}</Asked>
    </Card>
  );
}

function Due({
  entry,
  found,
  action,
}: {
  readonly entry: RetentionEntry;
  readonly found: RetentionPreview;
  readonly action: string;
}): ReactElement {
  const { t } = useTranslation("retention");
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const job = useJob<{ readonly people: number; readonly orders: number }>();
  const run = async (): Promise<void> => {
    const done = await job.start(t("running"), (ticket) =>
      vaultApi().runRetention({ ruleId: entry.id, job: ticket }),
    );
    if (done.ok) toast("ok", t("ran", { people: format.count(done.value.people) }));
  };
  const counts = { people: format.count(found.people), orders: format.count(found.orders) };
  return (
    <div className="stack">
      <p>{found.people === 0 ? t("nobody") : t("due", { ...counts, day: format.day(found.asOf) })}</p>
      {found.undated > 0 && (
        <p className="note">{t("undatedCount", { people: format.count(found.undated) })}</p>
      )}
      {found.examples.length > 0 && (
        <SmallTable
          caption={t("examples")}
          rows={found.examples}
          keyOf={(example) => example.customerId}
          columns={[
            {
              key: "id",
              title: t("customer"),
              cell: (example) => (
                <a href={address("data", "customers", example.customerId)}>
                  {t("customerNumber", { id: example.customerId })}
                </a>
              ),
            },
            {
              key: "last",
              title: t("lastActivity"),
              cell: (example) =>
                example.lastActivity ? <DateText iso={example.lastActivity} /> : t("unknown"),
            },
          ]}
        />
      )}
      {job.fault && <FaultNotice fault={job.fault} />}
      <div>
        <Button
          kind="danger"
          icon="trash"
          isDisabled={found.people === 0 || !entry.rule.active || job.job !== undefined}
          onPress={() => setAsking(true)}
        >
          {t("run")}
        </Button>
      </div>
      <ConfirmDialog
        title={t("confirmTitle", { people: counts.people, action })}
        action={t("run")}
        dangerous
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void run()}
      >
        <p>{t("confirmText", counts)}</p>
        <p>{t("noUndo")}</p>
      </ConfirmDialog>
    </div>
  );
}
