import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CohortUnit, Figure, FigureColumn, FigureTable } from "../../../workers/terms/figures.ts";
import { Button, Card, EmptyState, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";

/** The table exactly as it would leave, and what keeps it from leaving. */
export function FigurePreview({
  table,
  unit,
  onGuard,
}: {
  readonly table: FigureTable;
  readonly unit: CohortUnit;
  readonly onGuard: () => void;
}): ReactElement {
  const { t } = useTranslation("figures");
  const format = useFormat();
  const { differencing } = table;
  if (table.rows.length === 0)
    return (
      <Card title={t("preview")}>
        <EmptyState kind="nothing-yet" text={t(`empty.${table.kind}`)} />
      </Card>
    );
  return (
    <Card title={t("preview")}>
      {differencing && (
        <Notice tone="warn">
          <p>
            {t("differencing", {
              releases: differencing.releases.join(t("listComma")),
              k: format.count(table.k),
            })}
          </p>
          {differencing.guarded && <Button onPress={onGuard}>{t("withholdMore")}</Button>}
        </Notice>
      )}
      <p>
        {table.withheld === 0
          ? t("noneWithheld", { k: format.count(table.k) })
          : t("withheldGroups", { groups: format.count(table.withheld), k: format.count(table.k) })}
      </p>
      <FigureRows table={table} unit={unit} />
      <p className="note">{t(`note.${table.kind}`)}</p>
    </Card>
  );
}

function FigureRows({
  table,
  unit,
}: {
  readonly table: FigureTable;
  readonly unit: CohortUnit;
}): ReactElement {
  const { t } = useTranslation("figures");
  const text = useFigureText(table.currency);
  const naming =
    table.kind === "productPairs" ? [t("product"), t("withProduct")] : [t(`first.${table.kind}`)];
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that a wide table scrolls without a mouse
    <div className="table-scroll" role="group" aria-label={t("preview")} tabIndex={0}>
      <table className="small-table frozen">
        <caption className="unseen">{t("preview")}</caption>
        <thead>
          <tr>
            {naming.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {table.columns.map(({ code, age }) => (
              <th key={`${code} ${String(age)}`} scope="col" className="number">
                {age === undefined ? t(`column.${code}`) : t(`after.${unit}`, { age })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ labels, figures }) => (
            <tr key={labels.join("\n")}>
              {labels.map((label) => (
                <th key={label} scope="row">
                  {label}
                </th>
              ))}
              {figures.map((figure, at) => {
                const column = table.columns[at]!;
                return (
                  <td
                    key={`${column.code} ${String(column.age)}`}
                    className={figure === "withheld" ? "withheld-cell number" : "number"}
                  >
                    {text(figure, column)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useFigureText(currency: string): (figure: Figure, column: FigureColumn) => string {
  const { t } = useTranslation("figures");
  const format = useFormat();
  return (figure, { code }) => {
    if (figure === "withheld") return t("withheld");
    if (typeof figure !== "number") return t("noFigure");
    switch (code) {
      case "people":
        return format.count(figure);
      case "meanRevenue":
        return currency === "" ? format.count(figure) : format.money(figure, currency);
      case "meanOrders":
      case "lift":
        return figure.toFixed(2);
      default:
        return format.percent(figure, 1);
    }
  };
}
