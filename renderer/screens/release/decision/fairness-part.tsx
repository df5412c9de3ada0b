import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ChoiceFairness } from "../../../../workers/terms/decision.ts";
import { ChoiceBadge, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

/** Beyond this a ratio says no more than that it is large. */
const MOST_SHOWN = 999;

/** Who of everybody eligible is chosen, group by group, with a verdict that may also be that nothing can be said. */
export function FairnessPart({ fairness }: { readonly fairness: readonly ChoiceFairness[] }): ReactElement {
  const { t } = useTranslation("decision");
  if (fairness.length === 0) return <p className="note">{t("notCompared")}</p>;
  return (
    <div className="stack-tight" role="status">
      {fairness.map((one) => (
        <Compared key={one.attribute} compared={one} />
      ))}
      <p className="note">{t("fourFifths")}</p>
    </div>
  );
}

function Compared({ compared }: { readonly compared: ChoiceFairness }): ReactElement {
  const { t } = useTranslation("decision");
  const words = useWords();
  const format = useFormat();
  const { attribute, groups, unknown, verdict } = compared;
  const name = words.release(`dimension.${attribute}`);
  const label = (group: string): string => {
    const key = `value.${attribute}.${group}`;
    const said = words.release(key);
    return said === key ? group : said;
  };
  const ratio = (value: number): string => format.decimal(Math.min(value, MOST_SHOWN), 2);
  return (
    <div className="stack-tight">
      <p className="row">
        <strong>{name}</strong> <ChoiceBadge verdict={verdict} />
      </p>
      <SmallTable
        caption={name}
        rows={groups}
        keyOf={({ group }) => group}
        columns={[
          { key: "group", title: name, cell: ({ group }) => label(group) },
          { key: "chosen", title: t("chosen"), number: true, cell: (row) => format.count(row.chosen) },
          { key: "eligible", title: t("eligible"), number: true, cell: (row) => format.count(row.eligible) },
          { key: "rate", title: t("rate"), number: true, cell: (row) => format.percent(row.rate.value, 1) },
          {
            key: "ratio",
            title: t("ratio"),
            number: true,
            cell: ({ group, ratio: of }) =>
              of === undefined
                ? t(group === compared.reference ? "reference" : "none")
                : t("range", { value: ratio(of.value), low: ratio(of.low), high: ratio(of.high) }),
          },
        ]}
      />
      {unknown > 0 && <p className="note">{t("unknownGroup", { people: format.count(unknown) })}</p>}
    </div>
  );
}
