import { err, ok, type Result } from "../../../workers/base/result.ts";
import type { Input, VaultApi } from "../../../workers/contract.ts";
import type { WorthTerms } from "../../../workers/terms/decision.ts";
import { mostOffers } from "../../../workers/terms/offers.ts";
import { command, refused, reply, type Misuse } from "../core/command.ts";
import { describeOffers } from "../core/describe-offers.ts";
import { findSegment } from "../core/lookup.ts";
import { destinationOf, platformNames, type Destination } from "../core/platform.ts";
import { vaultOption, withVault } from "../core/session.ts";
import { inMinorUnits, minorUnit, numbersOf, worthOptions, type WorthTexts } from "../core/worth-options.ts";

/** Numbers an offer may have of its own; the others hold for all of them. */
const own = ["cost", "margin", "fixed", "offer", "discount", "response", "lift"] as const;

/** An offer as typed: a segment, a platform and numbers of its own. */
interface TypedOffer {
  readonly segment: string;
  readonly destination: Destination;
  readonly terms: WorthTerms;
}

export const releaseCompare = command({
  name: "release compare",
  summary: {
    ja: "書き出す前に施策を横に並べます。見込まれる利益の幅、費用、損益分岐、重なり、接触回数と、どれにするか。",
    en: "Offers side by side before any leaves: likely gain, cost, break-even, overlap, contacts, and which to make.",
  },
  rest: { hint: "SEGMENT@PLATFORM[,response=3:1:5][,discount=10]...", least: 2, most: mostOffers },
  options: { ...vaultOption, ...worthOptions },
  run: async ({ io, words, given, rest }) => {
    const offers: TypedOffer[] = [];
    for (const typed of rest) {
      const read = offerOf(typed, given);
      if (!read.ok) return { kind: "misuse", misuse: read.error };
      offers.push(read.value);
    }
    const { days } = given;
    return withVault(io, given.vault, async (api: VaultApi) => {
      const minor = await minorUnit(api);
      const asked: Input<"compareOffers">["offers"] = [];
      for (const { segment: name, destination, terms } of offers) {
        const segment = await findSegment(api, name, words.language);
        if (!segment.ok) return refused(segment.error);
        const { days: _, ...worth } = inMinorUnits(terms, minor);
        const request = { language: words.language, segmentId: segment.value.id, ...destination };
        asked.push({ request, worth });
      }
      const compared = await api.compareOffers({ offers: asked, ...(days !== undefined && { days }) });
      return reply(compared, (comparison) => describeOffers(comparison, asked, words));
    });
  },
});

function offerOf(typed: string, given: WorthTexts): Result<TypedOffer, Misuse> {
  const expected = "SEGMENT@PLATFORM,response=3:1:5,discount=10";
  const wrong = err({ key: "bad-value" as const, facts: { name: "OFFER", value: typed, expected } });
  const at = typed.lastIndexOf("@");
  if (at < 1) return wrong;
  const [platform = "", ...pairs] = typed.slice(at + 1).split(",");
  const destination = destinationOf(platform);
  if (destination === undefined)
    return err({
      key: "bad-value",
      facts: { name: "PLATFORM", value: platform, expected: platformNames.join(", ") },
    });
  const texts: Record<string, string> = {};
  for (const pair of pairs) {
    const [name = "", value] = pair.split("=");
    if (value === undefined || !own.some((one) => one === name)) return wrong;
    texts[name] = value;
  }
  const numbers = numbersOf({ ...given, ...texts });
  if (!numbers.ok) return numbers;
  if (numbers.value === undefined) return err({ key: "missing-option", facts: { name: "--cost" } });
  return ok({ segment: typed.slice(0, at), destination, terms: numbers.value });
}
