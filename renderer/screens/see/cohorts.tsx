import { useCallback, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CohortReport } from "../../../workers/terms/insight.ts";
import { ChartFigure, lineOption, type Palette } from "../../charts/index.ts";
import {
  Asked,
  Card,
  Choices,
  NothingImported,
  PageHeader,
  ReviewNote,
  Withheld,
} from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { CohortTable } from "./cohort-table.tsx";
import { curveFinding, retentionCurve } from "./retention-curve.ts";

type Unit = CohortReport["unit"];

/** How many of the customers of a month or week come back later. */
export function CohortsScreen(): ReactElement {
  const { t } = useTranslation("cohorts");
  const [unit, setUnit] = useState<Unit>("month");
  const query = useVaultQuery("cohorts", { unit }, ["insight", "people", "imports", "consent"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Choices
        label={t("unit")}
        value={unit}
        options={[
          { value: "month", label: t("unitMonth") },
          { value: "week", label: t("unitWeek") },
        ]}
        onChange={setUnit}
      />
      <Asked query={query}>
        {(report) => (report.cohorts.length === 0 ? <NothingYet /> : <Report report={report} />)}
      </Asked>
    </>
  );
}

function NothingYet(): ReactElement {
  const { t } = useTranslation("cohorts");
  return (
    <Card>
      <NothingImported text={t("emptyText")} />
    </Card>
  );
}

function Report({ report }: { readonly report: CohortReport }): ReactElement {
  const { t } = useTranslation("cohorts");
  return (
    <>
      {report.review.verdict !== "do-not-use" && <Curve report={report} />}
      <CohortTable key={report.unit} report={report} />
      <Card title={t("trust")}>
        <ReviewNote review={report.review} />
        <Withheld people={report.withheld} />
      </Card>
    </>
  );
}

function Curve({ report }: { readonly report: CohortReport }): ReactElement | null {
  const { t } = useTranslation("cohorts");
  const format = useFormat();
  const { unit, cohorts, end } = report;
  const finding = useCurveSentence(report);
  const option = useCallback(
    (palette: Palette) => {
      const shown = retentionCurve(cohorts).slice(1);
      return lineOption(palette, {
        labels: shown.map((point) => t(`after.${unit}`, { n: point.after })),
        series: [{ name: t("meanShare"), values: shown.map((point) => point.share) }],
        print: (value) => format.percent(value, 1),
        printAxis: (value) => format.percent(value),
      });
    },
    [cohorts, unit, format, t],
  );
  const points = retentionCurve(cohorts).slice(1);
  if (points.length < 2) return null;
  return (
    <Card>
      <ChartFigure
        finding={finding}
        subtitle={t("curveSubtitle", {
          end: format.day(end),
          people: format.count(points[0]?.people ?? 0),
        })}
        option={option}
        height={220}
        table={{
          columns: [
            { key: "after", title: t("period"), cell: (point) => t(`after.${unit}`, { n: point.after }) },
            { key: "people", title: t("base"), number: true, cell: (point) => format.count(point.people) },
            { key: "active", title: t("active"), number: true, cell: (point) => format.count(point.active) },
            {
              key: "share",
              title: t("meanShare"),
              number: true,
              cell: (point) => format.percent(point.share, 1),
            },
          ],
          rows: points,
          keyOf: (point) => point.after,
        }}
      />
    </Card>
  );
}

/** "Repeat buying halves in 3 months", computed. */
function useCurveSentence({ cohorts, unit }: CohortReport): string {
  const { t } = useTranslation("cohorts");
  const format = useFormat();
  const found = curveFinding(retentionCurve(cohorts));
  if (found.kind === "none") return t("noFinding");
  return t(`${found.kind}.${unit}`, {
    n: found.after,
    first: format.percent(found.first, 1),
    share: format.percent(found.share, 1),
  });
}
