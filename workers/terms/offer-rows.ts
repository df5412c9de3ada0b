import type { ConsentedRequest } from "./release.ts";
import type { LikelyRange, WorthTerms } from "./decision.ts";
import type { OfferComparison, OfferSide } from "./offers.ts";

/** How sentences and numbers are said: in the window, or on the command line. */
interface Speaker {
  /** A sentence of `offers` in the words of releases. */
  readonly say: (key: string, values?: Readonly<Record<string, string>>) => string;
  readonly platform: (platform: ConsentedRequest["platform"]) => string;
  readonly number: (value: number, digits: number) => string;
  readonly money: (minor: number) => string;
  /** A share, with its sign. */
  readonly percent: (share: number) => string;
  readonly comma: string;
  readonly none: string;
}

interface AskedOffer {
  readonly request: Pick<ConsentedRequest, "platform">;
  readonly worth: Pick<WorthTerms, "discount" | "offerCost" | "response">;
}

/** A line of the comparison: what it tells, and a cell for each offer. */
export interface OfferRow {
  readonly name: string;
  readonly cells: readonly string[];
}

/** Offers side by side in words: the lines of the table, and what is advised with its reasons. */
export interface SaidOffers {
  readonly rows: readonly OfferRow[];
  readonly advice: string;
  readonly doubts: readonly string[];
  /** What else there is to say where the evidence is too little. */
  readonly further: readonly string[];
}

/** A, B, C: the place of an offer as people name it. */
export function offerLetter(place: number): string {
  return String.fromCodePoint(65 + place);
}

/** Says a comparison of offers; `asked` are the offers in the order they were compared. */
export function sayOffers(
  { offers, advice, days }: OfferComparison,
  asked: readonly AskedOffer[],
  speaker: Speaker,
): SaidOffers {
  const { say, money, percent, none } = speaker;
  const count = (n: number): string => speaker.number(n, 0);
  const unknown = say("unknown");
  const between = (of: LikelyRange | undefined, write: (n: number) => string): string =>
    of === undefined ? unknown : say("range", { low: write(of.low), high: write(of.high) });
  const row = (
    key: string,
    cell: (side: OfferSide, place: number) => string,
    values: Readonly<Record<string, string>> = {},
  ): OfferRow => ({ name: say(`row.${key}`, values), cells: offers.map(cell) });
  const rows: readonly OfferRow[] = [
    row("segment", ({ segment }) => segment),
    row("platform", (_, place) => speaker.platform(asked[place]!.request.platform)),
    row("terms", (_, place) => termsText(asked[place]!.worth, speaker)),
    row("people", ({ people }) => count(people)),
    row("costPerContact", ({ costPerContact: cost }) => (cost === undefined ? unknown : money(cost))),
    row("cost", ({ cost }) => money(cost)),
    row("value", ({ worth }) => (worth?.value ? money(worth.value.value) : unknown), { days: count(days) }),
    row("range", ({ worth }) => between(worth?.value, money)),
    row("chance", ({ worth }) =>
      worth?.chanceOfGain === undefined ? unknown : count(100 * worth.chanceOfGain),
    ),
    row("breakEven", ({ worth }) => {
      if (worth === undefined) return unknown;
      const { response } = worth.breakEven;
      return response === undefined ? say("never") : percent(response);
    }),
    row("extraBuyers", ({ worth }) => between(worth?.extraBuyers, count)),
    row("behind", ({ behind }, place) => (place === advice.best ? say("best") : between(behind, money))),
    row("pressure", ({ pressure: { twoOrThree, fourOrMore } }) => count(twoOrThree + fourOrMore), {
      days: count(offers[0]?.pressure.days ?? 0),
    }),
    row("cap", ({ cap }) => (cap.cap === undefined ? none : count(cap.over))),
    ...offers.map((_, other) =>
      row("shared", ({ shared }, place) => (place === other ? none : count(shared[other] ?? 0)), {
        offer: offerLetter(other),
      }),
    ),
  ];
  const best = advice.best === undefined ? undefined : offerLetter(advice.best);
  const gains = (offers[advice.best ?? 0]?.worth?.value?.value ?? 0) > 0;
  const leads = best !== undefined && gains ? [say("leads", { best })] : [];
  return {
    rows,
    advice: say(`advice.${advice.verdict}`, { best: best ?? "" }),
    doubts: advice.doubts.map((doubt) => say(`doubt.${doubt}`)),
    further: advice.verdict === "too-little-evidence" ? [...leads, say("next")] : [],
  };
}

function termsText(
  { discount = 0, offerCost = 0, response }: AskedOffer["worth"],
  { say, money, number, comma }: Speaker,
): string {
  return [
    ...(discount > 0 ? [say("discount", { percent: number(100 * discount, 0) })] : []),
    ...(offerCost > 0 ? [say("gift", { amount: money(offerCost) })] : []),
    ...(discount === 0 && offerCost === 0 ? [say("plain")] : []),
    ...(response === undefined ? [] : [say("response", { percent: number(100 * response.value, 2) })]),
  ].join(comma);
}
