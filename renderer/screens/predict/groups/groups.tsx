import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { GroupOptions, GroupReport } from "../../../../workers/terms/groups.ts";
import {
  Button,
  Card,
  JaNumberField,
  ReviewNote,
  VerdictBadge,
  Withheld,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useJob } from "../../../state/use-job.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { QuestionScreen } from "../question-screen.tsx";
import { GroupChart, StabilityTable } from "./group-charts.tsx";
import { ModelCardButton } from "../model-cards/model-card-button.tsx";
import { GroupCards } from "./group-cards.tsx";

/** What kinds of customers there are, each named by what it does. */
export function GroupsScreen(): ReactElement {
  const { t } = useTranslation("groups");
  const query = useVaultQuery("latestGroups", {}, ["insight"]);
  const job = useJob<GroupReport>();
  const run = (options: GroupOptions): void => {
    void job.start(t("jobLabel"), (ticket) => vaultApi().fitGroups({ options, job: ticket }));
  };
  return (
    <QuestionScreen
      namespace="groups"
      model="groups"
      latest={query}
      running={job}
      options={<OptionsForm running={job.job !== undefined} onRun={run} />}
    >
      {(report) => <Run report={report} />}
    </QuestionScreen>
  );
}

function OptionsForm({
  running,
  onRun,
}: {
  readonly running: boolean;
  readonly onRun: (options: GroupOptions) => void;
}): ReactElement {
  const { t } = useTranslation("groups");
  const [k, setK] = useState<number>();
  return (
    <Card title={t("options")}>
      <JaNumberField label={t("k")} hint={t("kHint")} min={2} max={12} value={k} onChange={setK} />
      <Button
        kind="primary"
        icon="predict"
        isDisabled={running}
        onPress={() => onRun(k === undefined ? {} : { k: Math.round(k) })}
      >
        {t("run")}
      </Button>
      <p className="note">{t("private")}</p>
    </Card>
  );
}

function Run({ report }: { readonly report: GroupReport }): ReactElement {
  const { t } = useTranslation("groups");
  const format = useFormat();
  const { review, groups, people, withheld, end, chosenBy } = report;
  if (groups.length === 0) {
    return (
      <Card title={t("notUsable")}>
        <p>{t("notUsableText")}</p>
        <ReviewNote review={review} />
      </Card>
    );
  }
  return (
    <>
      <Card
        title={t("found", { groups: format.count(groups.length) })}
        actions={<VerdictBadge verdict={review.verdict} />}
      >
        <p>{t(`chosenBy.${chosenBy}`)}</p>
        <GroupChart report={report} />
        <p className="note">{t("asOf", { end: format.day(end), people: format.count(people) })}</p>
        <Withheld people={withheld} />
      </Card>
      <GroupCards report={report} />
      <Card title={t("trust")}>
        <ReviewNote review={review} />
        <StabilityTable report={report} />
        <ModelCardButton runId={report.runId} />
      </Card>
      <p className="note">{t("method")}</p>
    </>
  );
}
