import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button, Card, JaNumberField, Select } from "../../../components/index.ts";
import { QuestionScreen } from "../question-screen.tsx";
import { PropensityRun } from "./propensity-run.tsx";
import { useQuestion } from "./use-question.ts";

const asked = ["firstPurchase", "renewal", "newProduct"] as const;

/** Who orders for the first time, who orders in time, and who buys something new. */
export function NextScreen(): ReactElement {
  const { t } = useTranslation("next");
  const [question, setQuestion] = useState<(typeof asked)[number]>("firstPurchase");
  const [days, setDays] = useState<number>();
  const { query, job, run } = useQuestion(question, t("jobLabel"));
  return (
    <QuestionScreen
      namespace="next"
      model={`propensity-${question}`}
      latest={query}
      running={job}
      options={
        <Card title={t("options")}>
          <Select
            label={t("question")}
            value={question}
            options={asked.map((value) => ({ value, label: t(`questions.${value}`) }))}
            hint={t(`hint.${question}`)}
            onChange={setQuestion}
          />
          <JaNumberField
            label={t("horizon")}
            unit={t("days")}
            hint={t("horizonHint")}
            min={7}
            max={730}
            value={days}
            onChange={setDays}
          />
          <Button
            kind="primary"
            icon="predict"
            isDisabled={job.job !== undefined}
            onPress={() =>
              run({ question, ...(days === undefined ? {} : { horizonDays: Math.round(days) }) })
            }
          >
            {t("run")}
          </Button>
        </Card>
      }
    >
      {(report) => <PropensityRun report={report} />}
    </QuestionScreen>
  );
}
