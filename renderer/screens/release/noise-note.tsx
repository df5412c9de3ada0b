import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { AggregateTable, TablePrivacy } from "../../../workers/terms/release.ts";
import { Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";

/** Whether a table would use more of the budget than is left. */
export function isTooDear({ privacy }: AggregateTable): boolean {
  return privacy !== undefined && privacy.rho > privacy.budget - privacy.spent;
}

/** What noise does to the numbers, what it promises, and what of the vault's budget it uses. */
export function NoiseNote({
  table,
  privacy,
}: {
  readonly table: AggregateTable;
  readonly privacy: TablePrivacy;
}): ReactElement {
  const { t } = useTranslation("aggregate");
  const format = useFormat();
  const people = privacy.halfWidths[table.measures.indexOf("people")];
  const revenue = privacy.halfWidths[table.measures.indexOf("revenue")];
  const money = (minor: number) =>
    table.currency === "" ? format.count(minor) : format.money(Math.ceil(minor), table.currency);
  const share = (rho: number) => Math.floor((100 * Math.max(0, rho)) / privacy.budget);
  const left = privacy.budget - privacy.spent;
  return (
    <>
      <p>{t("noise.lead")}</p>
      <ul className="note indented">
        {people && (
          <li>
            {t("noise.people", {
              cell: format.count(Math.ceil(people.cells)),
              total: format.count(Math.ceil(people.total)),
            })}
          </li>
        )}
        {revenue && privacy.revenueBound !== undefined && (
          <li>{t("noise.revenue", { cell: money(revenue.cells), bound: money(privacy.revenueBound) })}</li>
        )}
        {privacy.ordersBound !== undefined && (
          <li>{t("noise.orders", { bound: format.count(privacy.ordersBound) })}</li>
        )}
        <li>{t("noise.promise", { epsilon: privacy.epsilon, delta: privacy.delta })}</li>
        <li>{t("noise.budget", { uses: share(privacy.rho), left: share(left) })}</li>
      </ul>
      {isTooDear(table) && (
        <Notice tone="warn">
          <p>{t("noise.spent")}</p>
        </Notice>
      )}
    </>
  );
}
