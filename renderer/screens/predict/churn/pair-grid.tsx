import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PairShape, ShapeBand } from "../../../../workers/terms/churn.ts";
import type { BehaviourField } from "../../../../workers/terms/propensity.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { heatOf } from "../../see/heat.ts";
import { entryText } from "./field-text.ts";

/** Cells with fewer people are no finding. */
const LEAST = 10;

/** What two fields say together: a grid of people out of a hundred, and the cell that differs most from what each says alone. */
export function PairGrid({
  of: { fields, down, across, cells },
  currency,
}: {
  readonly of: PairShape<BehaviourField>;
  readonly currency: string;
}): ReactElement {
  const { t } = useTranslation("shapes");
  const format = useFormat();
  const words = useWords();
  const [first, second] = fields;
  const [nameA, nameB] = [words.label("churnField", first), words.label("churnField", second)];
  const title = t("pairTitle", { first: nameA, second: nameB });
  const bandText = (field: BehaviourField, bands: readonly ShapeBand[], at: number): string => {
    const { from, to, level } = bands[at]!;
    const entry = (value: number | string | undefined): string =>
      entryText(field, value, currency, { format, words });
    if (level === "…") return t("others");
    if (level !== undefined) return entry(level);
    if (from !== undefined && to !== undefined) return t("between", { from: entry(from), to: entry(to) });
    if (to !== undefined) return t("upTo", { value: entry(to) });
    if (from !== undefined) return t("above", { value: entry(from) });
    // Without bounds, as in a shape: the blanks, which stand first, or all that is known.
    return at === 0 ? entry(undefined) : t("known");
  };
  const hundred = (chance: number): string => format.count(100 * chance);
  const most = cells.flat().reduce((top, { chance = 0 }) => Math.max(top, chance), 0);
  const found = strongest(cells);
  return (
    <section className="pair-grid">
      <h3>{title}</h3>
      {found && (
        <p>
          {t("pairFinding", {
            first: nameA,
            second: nameB,
            one: bandText(first, down, found.row),
            other: bandText(second, across, found.column),
            together: hundred(found.chance),
            alone: hundred(found.alone),
          })}
        </p>
      )}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that a wide table scrolls without a mouse */}
      <div className="table-scroll" role="group" aria-label={title} tabIndex={0}>
        <table className="heat">
          <caption className="unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{t("pairCorner", { first: nameA, second: nameB })}</th>
              {across.map((_, j) => (
                <th key={j} scope="col">
                  {bandText(second, across, j)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells.map((row, i) => (
              <tr key={i}>
                <th scope="row">{bandText(first, down, i)}</th>
                {row.map(({ n, chance }, j) => (
                  <td key={j} data-heat={heatOf(chance ?? 0, most)}>
                    {chance === undefined
                      ? "–"
                      : t("pairCell", { chance: hundred(chance), people: format.count(n) })}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The cell, of those with enough people, in which the two together differ most from one by one. */
function strongest(cells: PairShape["cells"]) {
  const known = cells.flatMap((row, i) =>
    row.flatMap(({ n, chance, alone }, column) =>
      n < LEAST || chance === undefined || alone === undefined ? [] : [{ row: i, column, chance, alone }],
    ),
  );
  return known.reduce<(typeof known)[number] | undefined>(
    (best, one) =>
      best === undefined || Math.abs(one.chance - one.alone) > Math.abs(best.chance - best.alone)
        ? one
        : best,
    undefined,
  );
}
