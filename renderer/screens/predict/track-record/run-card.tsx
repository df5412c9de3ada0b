import { useCallback, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ForecastResult, TrackedRun } from "../../../../workers/terms/track-record.ts";
import { ChartFigure, lineOption, type Palette } from "../../../charts/index.ts";
import { Card } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

/** What came of one forecast: counted, group by group, and beside the plain rule. */
export function RunCard({ run }: { readonly run: TrackedRun }): ReactElement | null {
  const { t } = useTranslation("track-record");
  const format = useFormat();
  const words = useWords();
  const { result, forecast } = run;
  if (result === undefined) return null;
  const { expected, happened, people, verdict } = result;
  return (
    <Card
      title={t("runTitle", { model: words.label("forecastModel", run.model), from: format.day(run.from) })}
    >
      <p>
        {t("runText", {
          outcome: words.label("forecastOutcome", forecast.outcome),
          until: format.day(run.until),
          people: format.count(people),
          expected: format.count(expected.value),
          low: format.count(expected.low),
          high: format.count(expected.high),
          happened: format.count(happened),
        })}
        <strong> {words.label("forecastVerdict", verdict)}</strong>
      </p>
      {run.followed < forecast.people && (
        <p className="note">{t("lost", { lost: format.count(forecast.people - run.followed) })}</p>
      )}
      <Ranking result={result} />
      {result.calibration.length > 1 && (
        <Calibration result={result} chance={forecast.outcome !== "orders"} />
      )}
    </Card>
  );
}

function Ranking({ result }: { readonly result: ForecastResult }): ReactElement {
  const { t } = useTranslation("track-record");
  const format = useFormat();
  const words = useWords();
  const { auc, plainAuc, comparison, plainExpected, happened, slope } = result;
  const hundred = (share: number): string => format.count(100 * share);
  return (
    <ul className="bullets">
      {auc && (
        <li>
          {t("pairs", { right: hundred(auc.value), low: hundred(auc.low), high: hundred(auc.high) })}
          {plainAuc !== undefined && <> {t("plainPairs", { right: hundred(plainAuc) })}</>}
        </li>
      )}
      {plainExpected !== undefined && (
        <li>{t("plainTotal", { plain: format.count(plainExpected), happened: format.count(happened) })}</li>
      )}
      {comparison && <li>{words.label("plainComparison", comparison)}</li>}
      {slope && (
        <li>
          {t("slope", {
            value: format.decimal(slope.value, 2),
            low: format.decimal(slope.low, 2),
            high: format.decimal(slope.high, 2),
          })}
        </li>
      )}
    </ul>
  );
}

type Bin = ForecastResult["calibration"][number];

/** Groups by what was said: what was said and what came of them. */
function Calibration({
  result: { calibration },
  chance,
}: {
  readonly result: ForecastResult;
  readonly chance: boolean;
}): ReactElement {
  const { t } = useTranslation("track-record");
  const format = useFormat();
  const scale = chance ? 100 : 1;
  const print = useCallback(
    (value: number): string => (chance ? format.count(value) : format.decimal(value, 2)),
    [chance, format],
  );
  const option = useCallback(
    (palette: Palette) =>
      lineOption(palette, {
        labels: calibration.map((_, place) => format.count(place + 1)),
        series: [
          { name: t("said"), values: calibration.map(({ expected }) => scale * expected) },
          { name: t("came"), values: calibration.map(({ observed }) => scale * observed) },
        ],
        print,
        xName: t("groupAxis"),
      }),
    [calibration, scale, print, format, t],
  );
  const held = calibration.filter(({ expected, low, high }) => expected >= low && expected <= high).length;
  const say = (value: number): string => print(scale * value);
  return (
    <ChartFigure
      finding={t("calibrationFinding", {
        held: format.count(held),
        groups: format.count(calibration.length),
      })}
      subtitle={chance ? t("calibrationChance") : t("calibrationCount")}
      option={option}
      height={200}
      legend={[t("said"), t("came")]}
      table={{
        columns: [
          { key: "n", title: t("people"), number: true, cell: (bin: Bin) => format.count(bin.n) },
          { key: "said", title: t("said"), number: true, cell: (bin: Bin) => say(bin.expected) },
          { key: "came", title: t("came"), number: true, cell: (bin: Bin) => say(bin.observed) },
          {
            key: "range",
            title: t("range95"),
            number: true,
            cell: (bin: Bin) => `${say(bin.low)} – ${say(bin.high)}`,
          },
        ],
        rows: calibration,
        keyOf: (_: Bin, place: number) => place,
      }}
    />
  );
}
