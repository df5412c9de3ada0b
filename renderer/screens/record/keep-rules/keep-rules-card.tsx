import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Asked, Button, Card } from "../../../components/index.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { KeepRuleForm } from "./keep-rule-form.tsx";
import { KeepRuleRun } from "./keep-rule-run.tsx";

/** Rules beyond people's last activity: rows by age, people after their contract, evidence. */
export function KeepRulesCard(): ReactElement {
  const { t } = useTranslation("keepRules");
  const query = useVaultQuery("listKeepRules", {}, ["retention"]);
  const [making, setMaking] = useState(false);
  return (
    <Card title={t("title")}>
      <p className="note">{t("note")}</p>
      <Asked query={query}>
        {(rules) => (
          <>
            {rules.map((entry) => (
              <KeepRuleRun key={entry.id} entry={entry} />
            ))}
          </>
        )}
      </Asked>
      {making ? (
        <KeepRuleForm onDone={() => setMaking(false)} />
      ) : (
        <div>
          <Button icon="plus" onPress={() => setMaking(true)}>
            {t("add")}
          </Button>
        </div>
      )}
    </Card>
  );
}
