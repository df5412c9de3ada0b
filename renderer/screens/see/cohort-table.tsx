import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CohortReport } from "../../../workers/terms/insight.ts";
import { Button, Card, Choices } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { heatOf } from "./heat.ts";

type Measure = "share" | "people";

/** Cohorts and periods shown before the reader asks for all. */
const FIRST_SIGHT = 12;

/** A row a cohort, a column a period after the first order; darker is more. */
export function CohortTable({ report }: { readonly report: CohortReport }): ReactElement {
  const { t } = useTranslation("cohorts");
  const format = useFormat();
  const [measure, setMeasure] = useState<Measure>(report.review.verdict === "use" ? "share" : "people");
  const [all, setAll] = useState(false);
  const { cohorts, unit } = report;
  const longest = cohorts.reduce((max, cohort) => Math.max(max, cohort.retained.length), 0);
  const long = longest > FIRST_SIGHT || cohorts.length > FIRST_SIGHT;
  const rows = all ? cohorts : cohorts.slice(-FIRST_SIGHT);
  const periods = all ? longest : Math.min(longest, FIRST_SIGHT);
  const valueOf = (active: number, size: number): number =>
    measure === "people" ? active : size === 0 ? 0 : active / size;
  const most = rows.reduce(
    (max, { retained, size }) =>
      Math.max(max, ...retained.slice(1, periods).map((active) => valueOf(active, size))),
    0,
  );
  const print = (value: number): string =>
    measure === "people" ? format.count(value) : format.percent(value, 1);
  return (
    <Card
      title={t("tableTitle")}
      actions={
        <>
          <Choices
            label={t("measure")}
            value={measure}
            options={[
              { value: "share", label: t("shares") },
              { value: "people", label: t("counts") },
            ]}
            onChange={setMeasure}
          />
          {long && (
            <Button kind="quiet" onPress={() => setAll(!all)}>
              {all ? t("showFewer") : t("showAll", { cohorts: format.count(cohorts.length) })}
            </Button>
          )}
        </>
      }
    >
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that a wide table scrolls without a mouse */}
      <div className="table-scroll" role="group" aria-label={t("tableTitle")} tabIndex={0}>
        <table className="heat">
          <caption className="unseen">{t("tableTitle")}</caption>
          <thead>
            <tr>
              <th scope="col">{t(`start.${unit}`)}</th>
              <th scope="col">{t("size")}</th>
              {Array.from({ length: periods - 1 }, (_, index) => (
                <th key={index} scope="col">
                  {t(`after.${unit}`, { n: index + 1 })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ start, size, retained }) => (
              <tr key={start}>
                <th scope="row">{unit === "month" ? format.month(start) : format.day(start)}</th>
                <td>{format.count(size)}</td>
                {retained.slice(1, periods).map((active, index) => (
                  <td key={index} data-heat={heatOf(valueOf(active, size), most)}>
                    {print(valueOf(active, size))}
                  </td>
                ))}
                {retained.length < periods && (
                  <td colSpan={periods - retained.length} aria-label={t("notYet")} />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">{t("tableHint")}</p>
    </Card>
  );
}
