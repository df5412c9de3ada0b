import { visitorKeys } from "../../../terms/table-kind.ts";
import { normalizeEmail, normalizeId, normalizePhone } from "../parse/person.ts";
import type { Cells } from "../read/cells.ts";
import type { IdentifierKind } from "./known.ts";
import type { Layout } from "./layout.ts";
import { NOBODY, type RowProblem } from "./orders.ts";
import type { People } from "./people.ts";

/** A key of somebody who need not be known: a cookie, or a number this vault knows nobody by. */
export type VisitorKind = "login" | "device" | "cookie" | IdentifierKind;

export interface StagedVisitor {
  readonly kind: VisitorKind;
  readonly value: string;
}

const kindOf = { login_id: "login", device_id: "device", cookie_id: "cookie" } as const;

/** What tools write where there is no key. A key that everybody shares would make one person of them all. */
const noKey =
  /^(?:\(?(?:not[ _]set|none|null|undefined|nan|n\/?a|unknown|anonymous|guest|empty)\)?|[-_0.]+|0{8}-0{4}-0{4}-0{4}-0{12}|未設定|不明|ゲスト|なし)$/iu;

/**
 * Whose an entry is: a person the vault knows by customer id, e-mail or telephone; else a visitor, by the strongest key
 * the row has. Nobody is made a customer by a visit.
 */
export class Who {
  /** Slot of the person of the last row, or `NOBODY`. */
  person = NOBODY;
  /** Index into `visitors` of the last row's visitor, -1 for none. */
  visitor = -1;
  /** The last row is about somebody who was erased. */
  withheld = false;
  readonly visitors: StagedVisitor[] = [];
  /** Pairs of visitor and person that rows had side by side, as `visitor * 2^26 + person`. */
  readonly links = new Set<number>();
  private readonly numbers = new Map<string, number>();
  private readonly at: Layout["at"];
  private readonly people: People;

  constructor(layout: Layout, people: People) {
    this.at = layout.at;
    this.people = people;
  }

  /** Finds whose the row is; why it is nobody's at all, where it has no key. */
  find(cells: Cells): RowProblem | undefined {
    this.person = NOBODY;
    this.visitor = -1;
    this.withheld = false;
    const found =
      this.at.customer_id + this.at.email + this.at.phone > -3 ? this.people.find(cells) : "customer-missing";
    const staged = typeof found === "number" ? this.people.person(found) : undefined;
    if (staged?.withheld === true) {
      this.withheld = true;
      return undefined;
    }
    const keys = visitorKeys.flatMap((target) => this.key(cells, target) ?? []);
    if (typeof found === "number" && staged !== undefined && staged.existing > 0) {
      this.person = found;
      for (const visitor of keys) this.links.add(visitor * 2 ** 26 + found);
      return undefined;
    }
    this.visitor = (typeof found === "number" ? this.unknown(cells) : undefined) ?? keys[0] ?? -1;
    return this.visitor < 0 ? { reason: "customer-missing" } : undefined;
  }

  private key(cells: Cells, target: keyof typeof kindOf): number | undefined {
    const index = this.at[target];
    if (index < 0 || cells.blank(index)) return undefined;
    const value = normalizeId(cells.text(index));
    return value === undefined || noKey.test(value) ? undefined : this.number(kindOf[target], value);
  }

  /** The strongest key of somebody the vault does not know. */
  private unknown(cells: Cells): number | undefined {
    const read = (index: number, normalize: (text: string) => string | undefined): string | undefined =>
      index < 0 || cells.blank(index) ? undefined : normalize(cells.text(index));
    const id = read(this.at.customer_id, normalizeId);
    if (id !== undefined) return noKey.test(id) ? undefined : this.number("customer_id", id);
    const email = read(this.at.email, normalizeEmail);
    if (email !== undefined) return this.number("email", email);
    const phone = read(this.at.phone, normalizePhone);
    return phone === undefined ? undefined : this.number("phone", phone);
  }

  private number(kind: VisitorKind, value: string): number {
    const key = `${kind}\u0000${value}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.visitors.length);
    return this.visitors.push({ kind, value }) - 1;
  }
}

/**
 * The person a message or a consent is about. Somebody new is made by an e-mail address or a telephone number only, so that a refusal is
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
