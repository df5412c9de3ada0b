import type { Input } from "../../../workers/contract.ts";
import { offerLetter, sayOffers } from "../../../workers/terms/offer-rows.ts";
import type { OfferComparison } from "../../../workers/terms/offers.ts";
import { table } from "./print.ts";
import type { Words } from "./words.ts";

/** Offers side by side, in words: a table with a column each, and which of them to make. */
export function describeOffers(
  compared: OfferComparison,
  asked: Input<"compareOffers">["offers"],
  words: Words,
): readonly string[] {
  const { rows, advice, doubts, further } = sayOffers(compared, asked, {
    say: (key, values = {}) => words.label("release", `offers.${key}`, values),
    platform: (platform) => words.label("words", `platform.${platform}`),
    number: (value, digits) => words.number(value, digits),
    money: (minor) => words.money(Math.round(minor), compared.currency),
    percent: (share) => `${words.number(100 * share, 2)}%`,
    comma: ", ",
    none: "–",
  });
  return [
    ...table(
      ["", ...compared.offers.map((_, place) => offerLetter(place))],
      rows.map(({ name, cells }) => [name, ...cells]),
    ),
    advice,
    ...doubts.map((doubt) => `  ${doubt}`),
    ...further,
  ];
}
