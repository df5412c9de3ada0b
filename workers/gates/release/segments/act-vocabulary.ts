import type { Columns, WordColumn } from "../../../columns/columns.ts";
import type { ActKind } from "../../../terms/segment-acts.ts";
import type { ActPart, ActVocabulary } from "../../../terms/segment-sets.ts";
import type { SegmentSource } from "./source.ts";
import { countSpans } from "./vocabulary.ts";

/** Longest list handed out: what is rarer is found by typing it. */
const longest = 2000;

/** The values there are for each part of an act, among the people profiling may consider. */
export function actVocabulary({ columns, permitted }: SegmentSource, what: ActKind): ActVocabulary {
  const { start, parts } = partsOf(columns, what);
  let entries = 0;
  for (let p = 0; p < permitted.length; p++) if (permitted[p] === 1) entries += start[p + 1]! - start[p]!;
  return {
    what,
    entries,
    parts: Object.fromEntries(
      Object.entries(parts).map(([part, { start: of, column }]) => [
        part,
        countSpans(permitted, of, column)
          .filter(({ value }) => value !== "")
          .slice(0, longest),
      ]),
    ),
  };
}

interface Part {
  readonly start: Int32Array;
  readonly column: WordColumn;
}

function partsOf(
  columns: Columns,
  what: ActKind,
): { readonly start: Int32Array; readonly parts: Partial<Record<ActPart, Part>> } {
  switch (what) {
    case "order": {
      const { start, channel } = columns.orders;
      const purchases = columns.purchases();
      return {
        start,
        parts: {
          products: { start: purchases.start, column: purchases.product },
          channels: { start, column: channel },
        },
      };
    }
    case "event": {
      const { start, kind, name } = columns.events();
      return { start, parts: { kinds: { start, column: kind }, names: { start, column: name } } };
    }
    case "message": {
      const { start, event, channel, campaign } = columns.messages();
      return {
        start,
        parts: {
          events: { start, column: event },
          channels: { start, column: channel },
          campaigns: { start, column: campaign },
        },
      };
    }
    case "review": {
      const { start, kind, product } = columns.reviews();
      return { start, parts: { kinds: { start, column: kind }, products: { start, column: product } } };
    }
  }
}
