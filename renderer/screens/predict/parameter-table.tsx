import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { LifetimeReport } from "../../../workers/terms/insight.ts";
import { useFormat } from "../../i18n/format.ts";

interface Row {
  readonly model: string;
  readonly name: string;
  readonly value: number;
  readonly error: number;
}

/** The parameters and how well the data pin them down, for a reader who wants to check. Small on purpose. */
export function ParameterTable({ report }: { readonly report: LifetimeReport }): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const rows: readonly Row[] = [
    ...rowsOf("BG/NBD", report.purchases),
    ...rowsOf("Gamma-Gamma", report.spend),
  ];
  const number = (value: number): string => (Number.isFinite(value) ? format.decimal(value, 4) : "–");
  const parts = [report.purchases, report.spend].flatMap((part) => part ?? []);
  return (
    <section className="note stack-tight" aria-label={t("parameters")}>
      <h2 className="note">{t("parameters")}</h2>
      <table className="small-table">
        <caption className="unseen">{t("parameters")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("modelName")}</th>
            <th scope="col">{t("parameter")}</th>
            <th scope="col" className="number">
              {t("estimate")}
            </th>
            <th scope="col" className="number">
              {t("standardError")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.model} ${row.name}`}>
              <th scope="row">{row.model}</th>
              <td className="mono">{row.name}</td>
              <td className="number">{number(row.value)}</td>
              <td className="number">{number(row.error)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">
        {t("logLikelihood", {
          values: parts.map((part) => format.decimal(part.logLikelihood, 2)).join(", "),
        })}
      </p>
    </section>
  );
}

function rowsOf<Name extends string>(
  model: string,
  part:
    | {
        readonly parameters: Readonly<Record<Name, number>>;
        readonly standardErrors: Readonly<Record<Name, number>>;
      }
    | undefined,
): readonly Row[] {
  if (!part) return [];
  const names = Object.keys(part.parameters) as Name[];
  return names.map((name) => ({
    model,
    name,
    value: part.parameters[name],
    error: part.standardErrors[name],
  }));
}
