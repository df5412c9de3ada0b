import { useCallback, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ContactDecision } from "../../../../workers/terms/propensity.ts";
import { ChartFigure, lineOption, type Palette } from "../../../charts/index.ts";
import { Card, JaNumberField } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { decisionFor } from "../../../../workers/terms/churn-decision.ts";

/** The share of the people a first proposal contacts. */
const PROPOSED = 0.1;

/** What contacting so many people would find, and how much better than drawing them blindly. */
export function ContactCard({
  report,
  namespace = "churn",
}: {
  readonly report: { readonly decisions: readonly ContactDecision[]; readonly people: number };
  /** Of the words. */
  readonly namespace?: "churn" | "propensity";
}): ReactElement | null {
  const { t } = useTranslation(namespace);
  const format = useFormat();
  const { decisions, people } = report;
  const [contact, setContact] = useState<number | undefined>(Math.max(1, Math.round(PROPOSED * people)));
  const answer = contact === undefined ? undefined : decisionFor(decisions, Math.round(contact));
  const option = useCallback(
    (palette: Palette) =>
      lineOption(palette, {
        labels: decisions.map((decision) => format.count(decision.contact)),
        series: [
          { name: t("byModel"), values: decisions.map(({ expected }) => expected) },
          { name: t("blindly"), values: decisions.map(({ blindly }) => blindly) },
        ],
        print: (value) => format.count(value),
        printAxis: (value) => format.countShort(value),
        xName: t("contacted"),
      }),
    [decisions, format, t],
  );
  const tenth = decisionFor(decisions, Math.max(1, Math.round(PROPOSED * people)));
  if (tenth === undefined) return null;
  const range = (low: number, high: number): string => `${format.count(low)} – ${format.count(high)}`;
  return (
    <Card title={t("contactTitle")}>
      <div className="row">
        <JaNumberField
          label={t("contactHowMany")}
          unit={t("peopleUnit")}
          min={1}
          max={people}
          value={contact}
          onChange={setContact}
        />
        {answer && (
          <p role="status">
            {t("contactAnswer", {
              contact: format.count(answer.contact),
              expected: format.count(answer.expected),
              low: format.count(answer.low),
              high: format.count(answer.high),
              stay: format.count(answer.contact - answer.expected),
              blindly: format.count(answer.blindly),
            })}
          </p>
        )}
      </div>
      <ChartFigure
        finding={t("gainsFinding", {
          times: format.decimal(tenth.blindly > 0 ? tenth.expected / tenth.blindly : 1, 1),
        })}
        subtitle={t("gainsSubtitle", { people: format.count(people) })}
        option={option}
        height={220}
        legend={[t("byModel"), t("blindly")]}
        table={{
          columns: [
            { key: "contact", title: t("contacted"), number: true, cell: (row) => format.count(row.contact) },
            { key: "expected", title: t("leaving"), number: true, cell: (row) => format.count(row.expected) },
            { key: "range", title: t("range95"), number: true, cell: (row) => range(row.low, row.high) },
            { key: "blindly", title: t("blindly"), number: true, cell: (row) => format.count(row.blindly) },
          ],
          rows: decisions,
          keyOf: (row) => row.contact,
        }}
      />
    </Card>
  );
}
