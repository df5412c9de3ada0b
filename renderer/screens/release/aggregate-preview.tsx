import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  moneyMeasures,
  quantileMeasures,
  shareMeasures,
  type AggregateMeasure,
  type AggregateTable,
} from "../../../workers/terms/release.ts";
import { Card, Choices, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useValueLabel } from "../audience/value-label.ts";
import { NoiseNote } from "./noise-note.tsx";

/** Numbers, or why there are none. */
interface Shown {
  readonly values: readonly (number | null)[];
  readonly suppressed?: "primary" | "complementary";
}

/** Whether there is a number in the table that may be told at all. */
export function canRelease({ totals, cells }: AggregateTable): boolean {
  return totals !== undefined && cells.length > 0;
}

/** The table exactly as it would be released, with the cells that stay hidden and why. */
export function AggregatePreview({ table }: { readonly table: AggregateTable }): ReactElement {
  const { t } = useTranslation("aggregate");
  const format = useFormat();
  return (
    <Card title={t("preview")}>
      {!canRelease(table) ? (
        <Notice tone="warn">
          <p>{t("nothing", { k: table.k })}</p>
        </Notice>
      ) : table.privacy ? (
        <NoiseNote table={table} privacy={table.privacy} />
      ) : (
        <p>
          {table.withheldCells === 0
            ? t("noneWithheld", { k: table.k })
            : t("withheldCells", { cells: format.count(table.withheldCells), k: table.k })}
        </p>
      )}
      <TableNotes table={table} />
      {table.cells.length > 0 &&
        (table.dimensions.length === 2 ? <Matrix table={table} /> : <List table={table} />)}
      {table.withheldCells > 0 && (
        <ul className="note indented">
          <li>{t("whyPrimary", { k: table.k })}</li>
          <li>{t("whyComplementary")}</li>
        </ul>
      )}
    </Card>
  );
}

/** What holds for the table beside its smallest cell. */
function TableNotes({ table }: { readonly table: AggregateTable }): ReactElement {
  const { t } = useTranslation("aggregate");
  const words = useWords();
  const format = useFormat();
  const { diversity, modelWait } = table;
  const dimension = words.release(`dimension.${diversity?.dimension ?? ""}`);
  return (
    <>
      {modelWait !== undefined && (
        <Notice tone="warn">
          <p>{t("modelWait", { days: format.count(modelWait) })}</p>
        </Notice>
      )}
      {diversity?.impossible && (
        <Notice tone="warn">
          <p>{t("diversityImpossible", { dimension })}</p>
        </Notice>
      )}
      {diversity !== undefined && diversity.pooled > 0 && (
        <p>{t("diversityPooled", { dimension, lines: format.count(diversity.pooled) })}</p>
      )}
      {table.measures.some((measure) => quantileMeasures.some((one) => one === measure)) && (
        <p className="note">{t("quantileNote", { k: table.k })}</p>
      )}
    </>
  );
}

function useCellText(
  table: AggregateTable,
): (value: number | null | undefined, measure: AggregateMeasure) => string {
  const { t } = useTranslation("aggregate");
  const format = useFormat();
  return (value, measure) => {
    if (value === null || value === undefined) return t("noFigure");
    if (shareMeasures.includes(measure)) return format.percent(value, 1);
    return moneyMeasures.includes(measure) && table.currency !== ""
      ? format.money(value, table.currency)
      : format.count(value);
  };
}

function WithheldCell({ why }: { readonly why: "primary" | "complementary" }): ReactElement {
  const { t } = useTranslation("aggregate");
  return (
    <td className="withheld-cell number">
      <span>{t(`withheld.${why}`)}</span>
    </td>
  );
}

function NumberCells({
  table,
  shown,
}: {
  readonly table: AggregateTable;
  readonly shown: Shown;
}): ReactElement {
  const text = useCellText(table);
  return (
    <>
      {table.measures.map((measure, index) =>
        shown.suppressed ? (
          <WithheldCell key={measure} why={shown.suppressed} />
        ) : (
          <td key={measure} className="number">
            {text(shown.values[index], measure)}
          </td>
        ),
      )}
    </>
  );
}

/** One line a value of the one dimension (or one line in all), a column a measure. */
function List({ table }: { readonly table: AggregateTable }): ReactElement {
  const { t } = useTranslation("aggregate");
  const words = useWords();
  const labelOf = useValueLabel();
  const [dimension] = table.dimensions;
  const measureLabel = (measure: AggregateMeasure) => t(`measure.${measure}`);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that a long table scrolls without a mouse
    <div className="table-scroll" role="group" aria-label={t("preview")} tabIndex={0}>
      <table className="small-table">
        <caption className="unseen">{t("preview")}</caption>
        <thead>
          <tr>
            <th scope="col">{dimension ? words.release(`dimension.${dimension}`) : t("whole")}</th>
            {table.measures.map((measure) => (
              <th key={measure} scope="col" className="number">
                {measureLabel(measure)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.cells.map((cell) => {
            const [label = ""] = cell.labels;
            return (
              <tr key={label}>
                <th scope="row">{dimension ? labelOf(dimension, label) : words.release("everybody")}</th>
                <NumberCells table={table} shown={cell} />
              </tr>
            );
          })}
          {dimension && table.totals && (
            <tr>
              <th scope="row">{words.release("total")}</th>
              <NumberCells table={table} shown={{ values: table.totals }} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Two dimensions: rows by columns with their totals, one measure at a time. */
function Matrix({ table }: { readonly table: AggregateTable }): ReactElement {
  const { t } = useTranslation("aggregate");
  const words = useWords();
  const labelOf = useValueLabel();
  const text = useCellText(table);
  const measureLabel = (measure: AggregateMeasure) => t(`measure.${measure}`);
  const [wanted, setWanted] = useState<AggregateMeasure>("people");
  const measure = table.measures.find((one) => one === wanted) ?? table.measures[0] ?? "people";
  const at = table.measures.indexOf(measure);
  const [down = "", across = ""] = table.dimensions;
  const rows = table.margins.filter((margin) => margin.dimension === 0);
  const columns = table.margins.filter((margin) => margin.dimension === 1);
  const cells = new Map(table.cells.map((cell) => [cell.labels.join("\n"), cell]));
  const print = (shown: Shown | undefined, key: string): ReactElement =>
    shown?.suppressed ? (
      <WithheldCell key={key} why={shown.suppressed} />
    ) : (
      <td key={key} className="number">
        {text(shown?.values[at], measure)}
      </td>
    );
  return (
    <>
      {table.measures.length > 1 && (
        <Choices
          label={t("shownMeasure")}
          value={measure}
          options={table.measures.map((one) => ({ value: one, label: measureLabel(one) }))}
          onChange={setWanted}
        />
      )}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that a wide table scrolls without a mouse */}
      <div className="table-scroll" role="group" aria-label={t("preview")} tabIndex={0}>
        <table className="small-table frozen">
          <caption className="unseen">{t("preview")}</caption>
          <thead>
            <tr>
              <th scope="col">
                {t("rowsByColumns", {
                  rows: words.release(`dimension.${down}`),
                  columns: words.release(`dimension.${across}`),
                })}
              </th>
              {columns.map((column) => (
                <th key={column.label} scope="col" className="number">
                  {labelOf(across, column.label)}
                </th>
              ))}
              <th scope="col" className="number">
                {words.release("total")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{labelOf(down, row.label)}</th>
                {columns.map((column) =>
                  print(cells.get([row.label, column.label].join("\n")), column.label),
                )}
                {print(row, "total")}
              </tr>
            ))}
            <tr>
              <th scope="row">{words.release("total")}</th>
              {columns.map((column) => print(column, column.label))}
              {print(
                table.totals ? { values: table.totals } : { values: [], suppressed: "primary" },
                "total",
              )}
            </tr>
          </tbody>
        </table>
      </div>
    </>
  );
}
