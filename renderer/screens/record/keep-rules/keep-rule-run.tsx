import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { KeepPreview, KeepRuleEntry } from "../../../../workers/terms/keep-rules.ts";
import { Asked, Badge, Button } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { RuleDue } from "../rules/rule-due.tsx";

/** One rule in a sentence: on or off, what it would do today, and doing it after a question. */
export function KeepRuleRun({ entry }: { readonly entry: KeepRuleEntry }): ReactElement {
  const { t } = useTranslation("keepRules");
  const sentence = useSentence(entry);
  const preview = useVaultQuery("previewKeepRule", { ruleId: entry.id }, [
    "retention",
    "people",
    "consent",
    "vault",
  ]);
  const { id, rule } = entry;
  const turn = async (): Promise<void> => {
    await vaultApi().saveKeepRule({ id, rule: { ...rule, active: !rule.active } });
  };
  return (
    <section className="stack-tight" aria-label={sentence}>
      <div className="row-apart">
        <h3>{sentence}</h3>
        <div className="row">
          <Badge {...(rule.active ? { tone: "ok" as const } : {})}>{t(rule.active ? "on" : "off")}</Badge>
          <Button kind="quiet" onPress={() => void turn()}>
            {t(rule.active ? "turnOff" : "turnOn")}
          </Button>
        </div>
      </div>
      <Asked query={preview}>{(found) => <Due entry={entry} found={found} />}</Asked>
    </section>
  );
}

function useSentence({ rule }: KeepRuleEntry): string {
  const { t } = useTranslation("keepRules");
  const words = useWords();
  const format = useFormat();
  if (rule.kind === "evidence") return t("sentenceEvidence", { months: format.count(rule.months) });
  const common = { action: words.label("keepAction", rule.action), days: format.count(rule.days) };
  if (rule.kind === "contract_end")
    return t(rule.undated === "keep" ? "sentenceContract" : "sentenceContractActivity", {
      ...common,
      event: rule.event,
    });
  return t("sentenceAge", {
    ...common,
    table: words.label("vaultTable", rule.table),
    purpose: words.label("purpose", rule.purpose),
  });
}

function Due({ entry, found }: { readonly entry: KeepRuleEntry; readonly found: KeepPreview }): ReactElement {
  const { t } = useTranslation("keepRules");
  const format = useFormat();
  const counts = { things: format.count(found.things), people: format.count(found.people) };
  return (
    <RuleDue
      rule={{
        family: "keep",
        ruleId: entry.id,
        active: entry.rule.active,
        automatic: entry.automaticSince !== undefined,
      }}
      seen={found}
      summary={t("due", { ...counts, day: format.day(found.upTo) })}
      examples={found.examples}
      dayTitle={t("day")}
      question={{ title: t("confirmTitle", { things: counts.things }), text: t("confirmText", counts) }}
      run={(job) => vaultApi().runKeepRules({ ruleId: entry.id, job })}
      said={([done]) => t("ran", { things: format.count(done?.things ?? 0) })}
    >
      <Remarks found={found} />
    </RuleDue>
  );
}

/** Who and what stays although the rule's time is up, and why. */
function Remarks({ found }: { readonly found: KeepPreview }): ReactElement {
  const { t } = useTranslation("keepRules");
  const words = useWords();
  const format = useFormat();
  const { restricted, undated, keptFor, lawMonths, figures } = found;
  return (
    <>
      {restricted > 0 && <p className="note">{t("restricted", { people: format.count(restricted) })}</p>}
      {undated > 0 && <p className="note">{t("undatedCount", { people: format.count(undated) })}</p>}
      {keptFor && (
        <p className="note">
          {t("keptFor", {
            purpose: words.label("purpose", keptFor.purpose),
            days: format.count(keptFor.days),
          })}
        </p>
      )}
      {lawMonths !== undefined && <p className="note">{t("law", { months: format.count(lawMonths) })}</p>}
      {figures && (
        <p className="note">
          {t("figures", { kept: format.count(figures.kept), lost: format.count(figures.rowsLost) })}
        </p>
      )}
    </>
  );
}
