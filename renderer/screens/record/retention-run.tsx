import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RetentionEntry, RetentionPreview } from "../../../workers/terms/keep.ts";
import { Asked, Badge, Button, Card, DateText, Facts } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { RuleDue } from "./rules/rule-due.tsx";

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
  const preview = useVaultQuery("previewRetention", { ruleId: entry.id }, [
    "retention",
    "people",
    "imports",
    "consent",
  ]);
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
  const { people, orders, unclaimed, undated } = found;
  const counts = { people: format.count(people), orders: format.count(orders) };
  return (
    <RuleDue
      rule={{
        family: "activity",
        ruleId: entry.id,
        active: entry.rule.active,
        automatic: entry.automaticSince !== undefined,
      }}
      seen={{ things: people + unclaimed, people }}
      summary={people === 0 ? t("nobody") : t("due", { ...counts, day: format.day(found.asOf) })}
      examples={found.examples.map(({ customerId, lastActivity: day }) => ({
        customerId,
        ...(day === undefined ? {} : { day }),
      }))}
      dayTitle={t("lastActivity")}
      question={{
        title: t("confirmTitle", { people: counts.people, action }),
        text: t("confirmText", counts),
      }}
      run={(job) => vaultApi().runRetention({ ruleId: entry.id, job })}
      said={(done) => t("ran", { people: format.count(done.people) })}
    >
      {undated > 0 && <p className="note">{t("undatedCount", { people: format.count(undated) })}</p>}
      {unclaimed > 0 && <p className="note">{t("unclaimed", { entries: format.count(unclaimed) })}</p>}
    </RuleDue>
  );
}
