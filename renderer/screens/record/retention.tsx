import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RetentionEntry } from "../../../workers/terms/keep.ts";
import { Asked, Button, Card, EmptyState, PageHeader } from "../../components/index.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { KeepRulesCard } from "./keep-rules/keep-rules-card.tsx";
import { RetentionForm } from "./retention-form.tsx";
import { RetentionRun } from "./retention-run.tsx";

/** How long people are kept after their last activity: the rule, whom it would touch, and running it. */
export function RetentionScreen(): ReactElement {
  const { t } = useTranslation("retention");
  const query = useVaultQuery("listRetention", {}, ["retention"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={query}>{(rules) => <Rules rules={rules} />}</Asked>
      <KeepRulesCard />
    </>
  );
}

function Rules({ rules }: { readonly rules: readonly RetentionEntry[] }): ReactElement {
  const { t } = useTranslation("retention");
  const [editing, setEditing] = useState<number | "new">();
  return (
    <>
      {rules.length === 0 && editing === undefined && (
        <Card>
          <EmptyState
            kind="nothing-yet"
            text={t("emptyText")}
            action={
              <Button kind="primary" icon="plus" onPress={() => setEditing("new")}>
                {t("makeRule")}
              </Button>
            }
          />
        </Card>
      )}
      {rules.map((entry) =>
        editing === entry.id ? (
          <RetentionForm key={entry.id} entry={entry} onDone={() => setEditing(undefined)} />
        ) : (
          <RetentionRun key={entry.id} entry={entry} onEdit={() => setEditing(entry.id)} />
        ),
      )}
      {editing === "new" && <RetentionForm onDone={() => setEditing(undefined)} />}
      {rules.length > 0 && editing === undefined && (
        <div>
          <Button icon="plus" onPress={() => setEditing("new")}>
            {t("addRule")}
          </Button>
        </div>
      )}
    </>
  );
}
