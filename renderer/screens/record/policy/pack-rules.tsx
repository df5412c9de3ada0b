import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PolicyPackView, PolicyRuleView } from "../../../../workers/terms/policy.ts";
import { Card, DateText, SmallTable } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";

/** A pack in force: its rules by article, each in a sentence. */
export function PackRules({ pack }: { readonly pack: PolicyPackView }): ReactElement {
  const { t } = useTranslation("law");
  const words = useWords();
  const name = pack.law[words.language];
  return (
    <Card title={name}>
      <p className="note">
        {t("version", { version: pack.inForce?.version ?? pack.version })}
        {t("spacer")}
        {pack.inForce && (
          <>
            {t("since")} <DateText iso={pack.inForce.since} />
          </>
        )}
      </p>
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
