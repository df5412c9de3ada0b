import { personKeys } from "../../../terms/table-kind.ts";
import { normalizeEmail, normalizeId, normalizeLineUserId, normalizePhone } from "../parse/person.ts";
import type { Cells } from "../read/cells.ts";
import type { Layout } from "./layout.ts";
import { NOBODY, type RowProblem } from "./orders.ts";
import type { People } from "./people.ts";
import { isNoKey, SeenKeys, type StagedVisitor } from "./seen-keys.ts";

/**
 * Whose an entry is: a person the vault knows by customer id, e-mail, telephone or LINE user id; else a visitor, by the strongest key
 * the row has. Nobody is made a customer by a visit.
 */
export class Who {
  /** Slot of the person of the last row, or `NOBODY`. */
  person = NOBODY;
  /** Index into `visitors` of the last row's visitor, -1 for none. */
  visitor = -1;
  /** The last row is about somebody who was erased. */
  withheld = false;
  private readonly keys: SeenKeys;
  private readonly at: Layout["at"];
  private readonly people: People;

  constructor(layout: Layout, people: People) {
    this.at = layout.at;
    this.people = people;
    this.keys = new SeenKeys(layout.at);
  }

  get visitors(): readonly StagedVisitor[] {
    return this.keys.visitors;
  }

  /** Pairs of visitor and person that rows had side by side, as `linked` reads them. */
  get links(): ReadonlySet<number> {
    return this.keys.links;
  }

  /** Finds whose the row is; why it is nobody's at all, where it has no key. */
  find(cells: Cells): RowProblem | undefined {
    this.person = NOBODY;
    this.visitor = -1;
    this.withheld = false;
    const named = personKeys.some((target) => this.at[target] >= 0);
    const found = named ? this.people.find(cells) : "customer-missing";
    const staged = typeof found === "number" ? this.people.person(found) : undefined;
    if (staged?.withheld === true) {
      this.withheld = true;
      return undefined;
    }
    const keys = this.keys.read(cells);
    if (typeof found === "number" && staged !== undefined && staged.existing > 0) {
      this.person = found;
      for (const visitor of keys) this.keys.link(visitor, found);
      return undefined;
    }
    this.visitor = (typeof found === "number" ? this.unknown(cells) : undefined) ?? keys[0] ?? -1;
    return this.visitor < 0 ? { reason: "customer-missing" } : undefined;
  }

  /** The strongest key of somebody the vault does not know. */
  private unknown(cells: Cells): number | undefined {
    const read = (index: number, normalize: (text: string) => string | undefined): string | undefined =>
      index < 0 || cells.blank(index) ? undefined : normalize(cells.text(index));
    const id = read(this.at.customer_id, normalizeId);
    if (id !== undefined) return isNoKey(id) ? undefined : this.keys.number("customer_id", id);
    const email = read(this.at.email, normalizeEmail);
    if (email !== undefined) return this.keys.number("email", email);
    const phone = read(this.at.phone, normalizePhone);
    if (phone !== undefined) return this.keys.number("phone", phone);
    const line = read(this.at.line_user_id, normalizeLineUserId);
    return line === undefined ? undefined : this.keys.number("line_user_id", line);
  }
}

/**
 * The person a message or a consent is about. Somebody new is made by an e-mail address, a telephone number or a LINE user id only, so that a refusal is
 * remembered; a customer id this source does not know says nothing of whom.
 */
export function personOf(people: People, cells: Cells): number | RowProblem {
  const found = people.find(cells);
  if (typeof found !== "number")
    return { reason: found, ...(found === "email-unreadable" ? { target: "email" as const } : {}) };
  const staged = people.person(found);
  const reachable =
    staged === undefined ||
    staged.existing > 0 ||
    staged.withheld ||
    staged.identifiers.some(({ kind }) => kind !== "customer_id");
  return reachable ? found : { reason: "customer-unknown", target: "customer_id" };
}
