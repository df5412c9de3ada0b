import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PolicyPackView, PolicyRuleView } from "../../../../workers/terms/policy.ts";
import { Card, DateText, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

/** A pack in force: its rules by article, each in a sentence. */
export function PackRules({ pack }: { readonly pack: PolicyPackView }): ReactElement {
  const { t } = useTranslation("law");
  const words = useWords();
  const format = useFormat();
  const name = pack.law[words.language];
  return (
    <Card title={name}>
      {pack.inForce && (
        <p className="note">
          {t("inForce", {
            version: format.day(pack.inForce.version),
            since: format.moment(pack.inForce.since),
          })}
        </p>
      )}
      <SmallTable<PolicyRuleView>
        caption={name}
        rows={pack.rules}
        keyOf={({ id }) => id}
        columns={[
          { key: "article", title: t("article"), cell: (rule) => rule.article[words.language] },
          { key: "rule", title: t("rule"), cell: (rule) => words.rule(rule) },
          { key: "from", title: t("from"), cell: ({ from }) => <DateText iso={from} /> },
        ]}
      />
    </Card>
  );
}
