import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button, Card, Choices } from "../../../components/index.ts";
import { QuestionScreen } from "../question-screen.tsx";
import { PropensityRun } from "./propensity-run.tsx";
import { useQuestion } from "./use-question.ts";

const outcomes = ["open", "click"] as const;

/** Who opens or clicks the next e-mail, at which hour, and on which channel people are best reached. */
export function MailScreen(): ReactElement {
  const { t } = useTranslation("mail");
  const [question, setQuestion] = useState<(typeof outcomes)[number]>("open");
  const { query, job, run } = useQuestion(question, t("jobLabel"));
  return (
    <QuestionScreen
      namespace="mail"
      model={`propensity-${question}`}
      latest={query}
      running={job}
      options={
        <Card title={t("options")}>
          <Choices
            label={t("outcome")}
            value={question}
            options={outcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
            hint={t(`hint.${question}`)}
            onChange={setQuestion}
          />
          <Button
            kind="primary"
            icon="predict"
            isDisabled={job.job !== undefined}
            onPress={() => run({ question })}
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
