import { useId, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { allOf, number } from "../../../workers/terms/segment-templates.ts";
import type { RfmReport } from "../../../workers/terms/insight.ts";
import { Card, Choices } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { builderWith } from "../audience/definition.ts";
import { heatOf } from "./heat.ts";

const fifths = [1, 2, 3, 4, 5] as const;
type Measure = "people" | "revenue";

/** Recency by frequency as a table of shaded cells; each cell leads to the segment of its people. */
export function RfmGrid({ report }: { readonly report: RfmReport }): ReactElement {
  const { t } = useTranslation("rfm");
  const format = useFormat();
  const finding = useFinding(report);
  const heading = useId();
  const [measure, setMeasure] = useState<Measure>("people");
  const most = report.cells.reduce((max, cell) => Math.max(max, cell[measure]), 0);
  return (
    <Card>
      <figure className="chart" aria-labelledby={heading}>
        <div className="chart-head">
          <div>
            <h2 id={heading}>{finding}</h2>
            <p className="note">
              {t("subtitle", { people: format.count(report.people), end: format.day(report.end) })}
            </p>
          </div>
          <Choices
            label={t("shadeBy")}
            value={measure}
            options={[
              { value: "people", label: t("shadePeople") },
              { value: "revenue", label: t("shadeRevenue") },
            ]}
            onChange={setMeasure}
          />
        </div>
        <table className="heat grid-of-five">
          <caption className="unseen">{t("gridCaption")}</caption>
          <thead>
            <tr>
              <td />
              {fifths.map((f) => (
                <th key={f} scope="col">
                  {t(`frequency.${f}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fifths.toReversed().map((r) => (
              <tr key={r}>
                <th scope="row">{t(`recency.${r}`)}</th>
                {fifths.map((f) => (
                  <Cell key={f} report={report} r={r} f={f} measure={measure} most={most} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <p className="note">{t("gridHint")}</p>
      </figure>
    </Card>
  );
}

function Cell({
  report,
  r,
  f,
  measure,
  most,
}: {
  readonly report: RfmReport;
  readonly r: number;
  readonly f: number;
  readonly measure: Measure;
  readonly most: number;
}): ReactElement {
  const { t } = useTranslation("rfm");
  const format = useFormat();
  const cell = report.cells.find((one) => one.r === r && one.f === f);
  if (!cell || cell.people === 0) {
    return (
      <td data-heat={0}>
        <span className="heat-cell muted">{t("nobody")}</span>
      </td>
    );
  }
  const people = t("peopleCount", { count: cell.people, people: format.count(cell.people) });
  const revenue = format.moneyShort(cell.revenue, report.currency);
  return (
    <td data-heat={heatOf(cell[measure], most)}>
      <a
        className="heat-cell"
        href={builderWith(allOf(number("recencyScore", "is", r), number("frequencyScore", "is", f)))}
        aria-label={t("segmentOfCell", { people, revenue })}
      >
        <strong>{measure === "people" ? people : revenue}</strong>
        <span>{measure === "people" ? revenue : people}</span>
      </a>
    </td>
  );
}

/** The group that brings the most, and how few or many they are. */
function useFinding({ groups, people }: RfmReport): string {
  const { t } = useTranslation("rfm");
  const words = useWords();
  const format = useFormat();
  const revenue = groups.reduce((sum, group) => sum + group.revenue, 0);
  const [first] = groups;
  if (!first || revenue <= 0) return t("noFinding");
  const best = groups.reduce((top, group) => (group.revenue > top.revenue ? group : top), first);
  return t("finding", {
    group: words.release(`value.rfmGroup.${best.code}`),
    share: format.percent(best.people / people),
    revenue: format.percent(best.revenue / revenue),
  });
}
