import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Ranged } from "../../../../workers/terms/ranged.ts";
import type { TrackedRun } from "../../../../workers/terms/track-record.ts";
import { Card, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { ModelCardButton } from "../model-cards/model-card-button.tsx";

/** Every run that forecast something, newest first: what it said and what came. */
export function RunTable({ runs }: { readonly runs: readonly TrackedRun[] }): ReactElement {
  const { t } = useTranslation("track-record");
  const format = useFormat();
  const words = useWords();
  const range = ({ value, low, high }: Ranged): string =>
    t("range", { value: format.count(value), low: format.count(low), high: format.count(high) });
  return (
    <Card title={t("runsTitle")}>
      <SmallTable
        caption={t("runsTitle")}
        columns={[
          {
            key: "model",
            title: t("forecast"),
            cell: (run) => words.label("forecastModel", run.model),
          },
          { key: "from", title: t("madeOn"), cell: (run) => format.day(run.from) },
          { key: "until", title: t("until"), cell: (run) => format.day(run.until) },
          {
            key: "expected",
            title: t("expected"),
            number: true,
            cell: (run) => range(run.result?.expected ?? run.forecast.expected),
          },
          { key: "happened", title: t("happened"), number: true, cell: (run) => <Happened run={run} /> },
          { key: "verdict", title: t("verdict"), cell: (run) => <Verdict run={run} /> },
          {
            key: "card",
            title: t("card"),
            cell: (run) => <ModelCardButton runId={run.runId} />,
          },
        ]}
        rows={runs}
        keyOf={(run) => run.runId}
      />
      <p className="note">{t("unitNote")}</p>
    </Card>
  );
}

function Happened({ run }: { readonly run: TrackedRun }): ReactElement {
  const { t } = useTranslation("track-record");
  const format = useFormat();
  const { result, soFar, forecast, state, daysPassed } = run;
  if (result) return <>{format.count(result.happened)}</>;
  if (!soFar || state === "waiting") return <>–</>;
  const facts = { happened: format.count(soFar.happened), days: format.count(daysPassed) };
  return <>{forecast.outcome === "no-order" ? t("cameBack", facts) : t("soFar", facts)}</>;
}

function Verdict({
  run: { result, soFar, state, forecast, daysPassed },
}: {
  readonly run: TrackedRun;
}): ReactElement {
  const { t } = useTranslation("track-record");
  const format = useFormat();
  const words = useWords();
  const verdict = result?.verdict ?? soFar?.verdict;
  return (
    <>
      {verdict !== undefined && <strong>{words.label("forecastVerdict", verdict)} </strong>}
      {result === undefined && (
        <span className="muted">
          {state === "waiting"
            ? t("waiting")
            : t("partly", { passed: format.count(daysPassed), days: format.count(forecast.horizonDays) })}
        </span>
      )}
    </>
  );
}
