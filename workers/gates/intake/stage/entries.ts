import type { ConsentLog } from "./consent-log.ts";
import type { Events } from "./events.ts";
import type { Messages } from "./messages.ts";
import type { Reviews } from "./reviews.ts";
import type { Spend } from "./spend.ts";

/** The entries of a file, by the kind of its table. */
export type StagedEntries =
  | { readonly kind: "events"; readonly rows: Events }
  | { readonly kind: "messages"; readonly rows: Messages }
  | { readonly kind: "reviews"; readonly rows: Reviews }
  | { readonly kind: "spend"; readonly rows: Spend }
  | { readonly kind: "consents"; readonly rows: ConsentLog };

/** Slots of the people the entries are about, some of them more than once. */
export function* peopleOf(entries: StagedEntries): Iterable<number> {
  switch (entries.kind) {
    case "events":
      for (const person of entries.rows.person.array()) if (person >= 0) yield person;
      break;
    case "messages":
      yield* entries.rows.person.array();
      break;
    case "reviews":
      for (const { person } of entries.rows.list) if (person >= 0) yield person;
      break;
    case "consents":
      for (const { person } of entries.rows.list) yield person;
      break;
    case "spend":
      break;
  }
}
