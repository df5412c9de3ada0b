import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card, EmptyState } from "../../components/index.ts";

/** What a question will do when it is asked for the first time. */
export function NoRunYet({
  namespace,
}: {
  /** Of the words `emptyText` and `first`. */
  readonly namespace: "lifetime" | "churn" | "groups" | "propensity";
}): ReactElement {
  const { t } = useTranslation(namespace);
  return (
    <Card>
      <EmptyState kind="nothing-yet" text={t("emptyText")} />
      <ol className="numbered">
        <li>{t("first.one")}</li>
        <li>{t("first.two")}</li>
        <li>{t("first.three")}</li>
      </ol>
    </Card>
  );
}
