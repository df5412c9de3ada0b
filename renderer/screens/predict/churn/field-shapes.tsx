import { useCallback, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PairShape, ShapeBin } from "../../../../workers/terms/churn.ts";
import type { BehaviourField, BehaviourFieldReport } from "../../../../workers/terms/propensity.ts";
import { barOption, ChartFigure, lineOption, type Palette } from "../../../charts/index.ts";
import { Button, Card } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { entryText } from "./field-text.ts";
import { PairGrid } from "./pair-grid.tsx";

const SHOWN = 4;
const PAIRS_SHOWN = 1;

type WordsOf = "churn" | "propensity";
type Shaped = BehaviourFieldReport & { readonly shape: readonly ShapeBin[] };

/** What weighs most over all customers: how the chance of leaving goes with each of the strongest fields. */
export function FieldShapes({
  report,
  namespace = "churn",
}: {
  readonly report: {
    readonly fields: readonly BehaviourFieldReport[];
    readonly pairs?: readonly PairShape<BehaviourField>[];
    readonly currency: string;
  };
  readonly namespace?: WordsOf;
}): ReactElement | null {
  const { t } = useTranslation(namespace);
  const { t: say } = useTranslation("shapes");
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shaped = report.fields
    .filter((field): field is Shaped => field.shape !== undefined && field.shape.length > 1)
    .sort((a, b) => b.importance - a.importance);
  const strongest = all ? shaped : shaped.slice(0, SHOWN);
  if (strongest.length === 0) return null;
  return (
    <Card title={t("shapesTitle")}>
      <p>{t("shapesLead")}</p>
      {strongest.map((field) => (
        <Shape key={field.field} of={field} currency={report.currency} namespace={namespace} />
      ))}
      {(report.pairs ?? []).slice(0, all ? undefined : PAIRS_SHOWN).map((pair) => (
        <PairGrid key={pair.fields.join()} of={pair} currency={report.currency} />
      ))}
      {(shaped.length > SHOWN || (report.pairs ?? []).length > PAIRS_SHOWN) && (
        <div className="row">
          <Button onPress={() => setAll(!all)}>
            {all ? say("fewer") : say("all", { fields: format.count(shaped.length) })}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Shape({
  of: { field, shape },
  currency,
  namespace,
}: {
  readonly of: Shaped;
  readonly currency: string;
  readonly namespace: WordsOf;
}): ReactElement {
  const { t } = useTranslation(namespace);
  const { t: say } = useTranslation("shapes");
  const format = useFormat();
  const words = useWords();
  const name = words.label("churnField", field);
  const label = useCallback(
    (bin: ShapeBin): string => {
      const entry = (value: number | string | undefined): string =>
        entryText(field, value, currency, { format, words });
      if (bin.level !== undefined) return entry(bin.level);
      if (bin.to !== undefined) return t("upTo", { value: entry(bin.to) });
      if (bin.from !== undefined) return t("above", { value: entry(bin.from) });
      // Without bounds: the blanks, which stand first, or all that is known of a field with nothing to part it by.
      return bin === shape[0] ? entry(undefined) : say("known");
    },
    [field, shape, currency, format, words, t, say],
  );
  const ordered = shape.every(({ level }) => level === undefined);
  const option = useCallback(
    (palette: Palette) => {
      const input = {
        labels: shape.map(label),
        series: [
          { name: t("ofHundred"), values: shape.map(({ chance }) => 100 * chance.value) },
          // Bars have no room for a range: their table tells it.
          ...(ordered
            ? [
                { name: say("low"), values: shape.map(({ chance }) => 100 * chance.low), quiet: true },
                { name: say("high"), values: shape.map(({ chance }) => 100 * chance.high), quiet: true },
              ]
            : []),
        ],
        print: (value: number) => format.decimal(value, 1),
        printAxis: (value: number) => format.count(value),
      };
      return ordered ? lineOption(palette, input) : barOption(palette, input);
    },
    [shape, ordered, label, format, t, say],
  );
  const top = shape.reduce((most, bin) => (bin.chance.value > most.chance.value ? bin : most));
  const low = shape.reduce((least, bin) => (bin.chance.value < least.chance.value ? bin : least));
  const hundred = (value: number): string => format.count(100 * value);
  return (
    <ChartFigure
      finding={t("shapeFinding", {
        field: name,
        high: hundred(top.chance.value),
        at: label(top),
        low: hundred(low.chance.value),
        against: label(low),
      })}
      subtitle={
        ordered
          ? say("withRange", { what: t("shapeSubtitle", { field: name }) })
          : t("shapeSubtitle", { field: name })
      }
      option={option}
      height={180}
      table={{
        columns: [
          { key: "entry", title: name, cell: label },
          { key: "people", title: t("customers"), number: true, cell: (bin) => format.count(bin.n) },
          { key: "chance", title: t("ofHundred"), number: true, cell: (bin) => hundred(bin.chance.value) },
          {
            key: "range",
            title: t("range95"),
            number: true,
            cell: (bin) => `${hundred(bin.chance.low)} – ${hundred(bin.chance.high)}`,
          },
        ],
        rows: shape,
        keyOf: (_, place) => place,
      }}
    />
  );
}
