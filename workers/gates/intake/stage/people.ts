import type { EpochDay } from "../../../base/calendar.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import { personColumns } from "../../../terms/person-columns.ts";
import { visitorKeys } from "../../../terms/table-kind.ts";
import { parseDate } from "../parse/date.ts";
import {
  displayText,
  normalizeEmail,
  normalizeId,
  normalizeLineUserId,
  normalizePhone,
} from "../parse/person.ts";
import type { WrittenName } from "../identity/compare-names.ts";
import { storedAttribute } from "../parse/person-attribute.ts";
import { cellForms, type Cells } from "../read/cells.ts";
import { Accounts } from "./accounts.ts";
import { ByteDictionary } from "./byte-dictionary.ts";
import { Floats, Ints } from "./growing.ts";
import type { IdentifierKind, KnownPeople } from "./known.ts";
import type { Layout } from "./layout.ts";
import { Namesakes, type ContactKind, type SharedContact } from "./namesakes.ts";

/** The columns of `customers` an import may fill. */
export const personFields = [...personColumns, "age_band", "gender", "registered_on"] as const;
export type PersonField = (typeof personFields)[number];

/** One identifier of a person as the file gave it. */
export interface StagedIdentifier {
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly display: string;
}

/** A person of the file: who they are in the vault, if they are, and what the file says of them. */
export interface StagedPerson {
  /** customers.id, 0 for somebody new. */
  readonly existing: number;
  /** Erased before: nothing of them is stored. */
  readonly withheld: boolean;
  /** Made when the file says something of them. */
  values: Map<PersonField, string | number> | undefined;
  /** Identifiers the vault does not hold yet. */
  readonly identifiers: StagedIdentifier[];
  numbered: boolean;
}

/** Marks in the slots of ids: not looked at yet, and looked at in vain. */
const UNSEEN = -2;
const NONE = -1;

/** No identifier at all, one that cannot be read, or one by which nobody is known. */
export type NoPerson = "customer-missing" | "email-unreadable" | "customer-unknown";

/**
 * The people of a file, found by exact identifiers: the customer id of this source first, then the e-mail
 * address, then the telephone number, the LINE user id, and last a login, device or cookie they were seen with. Somebody numbered differently in this source is never taken for the same
 * person; a landline joins nobody who has a stronger key. An address or a number alone joins nobody whose given name is plainly
 * another: a household may share it.
 */
export class People {
  /** Who is more than an id: known before, described, or found by something else. */
  private readonly list: (StagedPerson | undefined)[] = [];
  /** The number of the id of everybody who is one and nothing more: a million of them are no objects. */
  private readonly onlyIds = new Ints(NONE);
  private readonly at: Layout["at"];
  private readonly plan: ImportPlan;
  private readonly known: KnownPeople;
  private readonly today: EpochDay;
  /** Numbers of the raw bytes of customer ids and of addresses, and the slot of each number. */
  private readonly byId = new ByteDictionary();
  private readonly idSlots = new Ints(UNSEEN);
  private readonly byEmail = new ByteDictionary();
  private readonly emailSlots = new Ints(UNSEEN);
  private readonly slots: Readonly<Record<ContactKind, Map<string, number>>> = {
    email: new Map(),
    phone: new Map(),
    line_user_id: new Map(),
  };
  private readonly existingSlots = new Map<number, number>();
  private readonly attributes: readonly number[];
  private readonly fingerprints = new Floats();
  private readonly namesakes: Namesakes;
  /** Addresses and numbers of the file that were put right since, and so are not taken. */
  keptCorrections = 0;
  /** Undefined where the file has no keys that people are only seen with, or has entries, which look at them themselves. */
  readonly accounts: Accounts | undefined;

  constructor(plan: ImportPlan, layout: Layout, known: KnownPeople, today: EpochDay) {
    this.plan = plan;
    this.at = layout.at;
    this.known = known;
    this.today = today;
    const { at } = layout;
    const accounts = new Accounts(at, known, (customer) => this.slotOfKnown(customer));
    const lists = layout.kind === "people" || layout.kind === "orders";
    this.accounts = lists && accounts.keys.any ? accounts : undefined;
    const seen = this.accounts === undefined ? [] : visitorKeys;
    const told: readonly FieldTarget[] = [...attributeTargets, ...contactKinds, ...seen];
    this.attributes = told.map((target) => at[target]).filter((index) => index >= 0);
    this.namesakes = new Namesakes(layout, {
      holders: (kind, value) => known.holders(kind, value).map((id) => this.slotOfKnown(id)),
      names: (slot) => this.names(slot),
      add: (kind, value, cells) => this.addSharing(kind, value, cells),
    });
  }

  /** People who share an address or a telephone number under plainly different names. */
  get shared(): readonly SharedContact[] {
    return this.namesakes.shared;
  }

  /** How many people there are; their slots count from 0. */
  get count(): number {
    return this.list.length;
  }

  /** The person in a slot; for one who is only an id it is made for the asking. */
  person(slot: number): StagedPerson | undefined {
    return this.list[slot] ?? this.onlyAnId(this.onlyIds.at(slot));
  }

  /** What the file says of the person in a slot, if anything. */
  values(slot: number): StagedPerson["values"] {
    return this.list[slot]?.values;
  }

  private onlyAnId(code: number): StagedPerson | undefined {
    if (code < 0) return undefined;
    const identifiers = [numberIdentifier(this.byId.text(code))];
    return { existing: 0, withheld: false, values: undefined, identifiers, numbered: true };
  }

  /**
   * The slot of a plain customer id in bytes; somebody new is made of nothing but the id. -1 when the record must
   * be looked at by `find`: where people are described, or some are known already.
   */
  slotOfPlainId(bytes: Uint8Array, start: number, end: number): number {
    const code = this.byId.intern(bytes, start, end);
    const held = this.idSlots.at(code);
    if (held >= 0) return held;
    if (held === NONE || this.described || this.known.anybody) return NONE;
    const slot = this.list.push(undefined) - 1;
    this.onlyIds.fillTo(slot, NONE);
    this.onlyIds.push(code);
    this.setSlot(code, slot);
    return slot;
  }

  /** The slot of the person a record is about, or why there is none. */
  find(cells: Cells): number | NoPerson {
    const slot = this.identify(cells);
    if (typeof slot !== "number" || this.attributes.length === 0) return slot;
    const print = this.fingerprint(cells);
    if (this.fingerprints.at(slot) !== print) {
      this.fingerprints.fillTo(slot + 1, NaN);
      this.fingerprints.set(slot, print);
      this.describe(slot, cells);
    }
    return slot;
  }

  /** Whether records say more of a person than an id: then each has to be looked at by `find`. */
  get described(): boolean {
    return this.attributes.length > 0;
  }

  /** Numbers the customer ids of many records at once. */
  numberIds(read: (ids: ByteDictionary) => void): void {
    read(this.byId);
    this.idSlots.fillTo(this.byId.size, UNSEEN);
  }

  /** The slot of a customer id's number, negative while it has none. */
  slotOfId(code: number): number {
    return this.idSlots.at(code);
  }

  private identify(cells: Cells): number | NoPerson {
    const idAt = this.at.customer_id;
    if (idAt >= 0) {
      const start = cells.starts[idAt] ?? 0;
      const end = cells.ends[idAt] ?? 0;
      if (end > start) {
        const code = this.byId.intern(cells.bytes, start, end);
        let slot = this.idSlots.at(code);
        if (slot === UNSEEN) {
          slot = this.bySpelling(cells, idAt);
          this.setSlot(code, slot);
        }
        if (slot >= 0) return slot;
      }
    }
    return this.byContact(cells);
  }

  /** The slot of a customer id spelt this way for the first time. */
  private bySpelling(cells: Cells, idAt: number): number {
    const written = cells.text(idAt);
    if (isPlainId(cells, idAt)) return this.byNumber(written, cells);
    const id = normalizeId(written);
    if (id === undefined) return NONE;
    const folded = this.byId.internText(id);
    const slot = this.idSlots.at(folded);
    if (slot >= 0) return slot;
    const found = this.byNumber(id, cells);
    this.setSlot(folded, found);
    return found;
  }

  private setSlot(code: number, slot: number): void {
    this.idSlots.fillTo(code + 1, UNSEEN);
    this.idSlots.set(code, slot);
  }

  /** The slot of a customer id the file has not named before. */
  private byNumber(id: string, cells: Cells): number {
    const existing = this.known.find("customer_id", id);
    if (existing > 0) return this.existingSlots.get(existing) ?? this.add(existing, false);
    const contact = this.contactOf(cells);
    const made = () => this.newNumbered(id, cells);
    if (contact === undefined) return made();
    const { kind, value, slot } = contact;
    const free = (one: number) => !this.numbered(one);
    const found = this.namesakes.among(kind, value, slot, cells, free);
    if (found.slot !== undefined) return this.number(found.slot, id);
    const fresh = made();
    if (found.others.length === 0) return fresh;
    this.namesakes.apart(kind, value, found.others, fresh);
    this.hold(fresh, kind, value, cells);
    return fresh;
  }

  /** The surest contact of a record that somebody holds, and who. A mobile number is one person's; a landline may be a household's. */
  private contactOf(
    cells: Cells,
  ): { readonly kind: ContactKind; readonly value: string; readonly slot: number } | undefined {
    for (const kind of contactKinds) {
      const value = this.contact(kind, cells);
      if (value === undefined || (kind === "phone" && !isMobile(value))) continue;
      const slot = this.slotOf(kind, value);
      if (slot >= 0) return { kind, value, slot };
    }
    return undefined;
  }

  private newNumbered(id: string, cells: Cells): number {
    const withheld = this.known.erased("customer_id", id) || this.erased(cells);
    const identifiers = [numberIdentifier(id)];
    return this.list.push({ existing: 0, withheld, values: undefined, identifiers, numbered: true }) - 1;
  }

  /** A new person who holds a contact that somebody else holds. */
  private addSharing(kind: ContactKind, value: string, cells: Cells): number {
    const slot = this.add(0, this.erased(cells));
    this.hold(slot, kind, value, cells);
    return slot;
  }

  private hold(slot: number, kind: ContactKind, value: string, cells: Cells): void {
    this.list[slot]?.identifiers.push({ kind, value, display: displayText(cells.text(this.at[kind])) });
  }

  /** What the person of a slot is called: by the vault, and by the file so far. */
  private names(slot: number): readonly WrittenName[] {
    const person = this.person(slot);
    if (person === undefined) return [];
    const text = (field: PersonField) => String(person.values?.get(field) ?? "");
    const told: WrittenName = {
      full: text("full_name"),
      family: text("family_name"),
      given: text("given_name"),
      fullReading: text("full_reading"),
      familyReading: text("family_reading"),
      givenReading: text("given_reading"),
    };
    const known = person.existing > 0 ? this.known.names(person.existing) : [];
    return Object.values(told).every((one) => one === "") ? known : [told, ...known];
  }

  private byContact(cells: Cells): number | NoPerson {
    const emailAt = this.at.email;
    const blank = emailAt < 0 || cells.blank(emailAt);
    if (!blank) {
      const code = this.byEmail.intern(cells.bytes, cells.starts[emailAt] ?? 0, cells.ends[emailAt] ?? 0);
      let slot = this.emailSlots.at(code);
      if (slot === UNSEEN) {
        slot = this.byAddress(cells);
        this.emailSlots.fillTo(code + 1, UNSEEN);
        this.emailSlots.set(code, slot);
      }
      if (slot >= 0) return this.ofName("email", slot, cells);
    }
    for (const kind of ["phone", "line_user_id"] as const) {
      const value = this.contact(kind, cells);
      if (value === undefined) continue;
      const held = this.slotOf(kind, value);
      return held >= 0 ? this.ofName(kind, held, cells) : this.add(0, this.known.erased(kind, value));
    }
    return this.bySeen(cells) ?? (blank ? "customer-missing" : "email-unreadable");
  }

  /** Who was seen with a login, device or cookie of a record that has no other key. */
  private bySeen(cells: Cells): number | NoPerson | undefined {
    const { accounts } = this;
    if (accounts === undefined) return undefined;
    const verdict = accounts.find(cells);
    if (verdict === undefined) return accounts.keys.read(cells).length === 0 ? undefined : "customer-unknown";
    if ("slot" in verdict) return verdict.slot;
    const slot = this.add(0, "erased" in verdict);
    // The next row of this login is of the same person, whatever else it says.
    if ("fresh" in verdict) accounts.see(cells, slot);
    return slot;
  }

  /** Of those who share a contact with the holder in `slot`, the one the record names. */
  private ofName(kind: ContactKind, slot: number, cells: Cells): number {
    if (this.fingerprints.at(slot) === this.fingerprint(cells)) return slot;
    const value = this.contact(kind, cells);
    return value === undefined ? slot : this.namesakes.slotOf(kind, value, slot, cells);
  }

  private byAddress(cells: Cells): number {
    const email = this.email(cells);
    if (email === undefined) return -1;
    const held = this.slotOf("email", email);
    if (held >= 0) return held;
    const phone = this.phone(cells);
    const byPhone = phone !== undefined && isMobile(phone) ? this.slotOf("phone", phone) : NONE;
    // Same mobile number, another address: one person, unless that person's address is already known.
    if (byPhone >= 0 && !this.addressed(byPhone))
      return this.namesakes.slotOf("phone", phone ?? "", byPhone, cells);
    // An account of LINE is one person's, whatever their address is now.
    const line = this.contact("line_user_id", cells);
    const byLine = line === undefined ? NONE : this.slotOf("line_user_id", line);
    if (byLine >= 0) return this.namesakes.slotOf("line_user_id", line ?? "", byLine, cells);
    return this.add(0, this.erased(cells));
  }

  private addressed(slot: number): boolean {
    const person = this.person(slot);
    if (person === undefined) return false;
    const held = person.existing > 0 && this.known.holds("email", person.existing);
    return held || person.identifiers.some(({ kind }) => kind === "email");
  }

  /** Whether a contact of a record is of somebody who was erased. */
  private erased(cells: Cells): boolean {
    return contactKinds.some((kind) => {
      const value = this.contact(kind, cells);
      return value !== undefined && this.known.erased(kind, value);
    });
  }

  private numbered(slot: number): boolean {
    return this.person(slot)?.numbered ?? false;
  }

  private number(slot: number, id: string): number {
    const person = this.list[slot];
    if (person === undefined) return slot;
    person.numbered = true;
    person.identifiers.push(numberIdentifier(id));
    return slot;
  }

  /** The slot that holds an address or a telephone number, in the file or in the vault; -1 for nobody. */
  private slotOf(kind: ContactKind, value: string): number {
    const staged = this.slots[kind].get(value);
    if (staged !== undefined) return staged;
    const existing = this.known.find(kind, value);
    if (existing === 0) return -1;
    const slot = this.slotOfKnown(existing);
    this.slots[kind].set(value, slot);
    return slot;
  }

  private slotOfKnown(existing: number): number {
    return this.existingSlots.get(existing) ?? this.add(existing, false);
  }

  private add(existing: number, withheld: boolean): number {
    const slot = this.list.length;
    const numbered = existing > 0 && this.known.holds("customer_id", existing);
    this.list.push({ existing, withheld, values: undefined, identifiers: [], numbered });
    if (existing > 0) this.existingSlots.set(existing, slot);
    return slot;
  }

  /** Gives an identifier to a person unless somebody holds it. */
  private claim(slot: number, kind: ContactKind, value: string, display: string): void {
    if (this.slotOf(kind, value) >= 0) {
      if (this.known.retired?.(kind, value) === true) this.keptCorrections++;
      return;
    }
    this.slots[kind].set(value, slot);
    this.list[slot]?.identifiers.push({ kind, value, display: displayText(display) });
  }

  private describe(slot: number, cells: Cells): void {
    const person = this.list[slot];
    if (person === undefined || person.withheld) return;
    for (const kind of contactKinds) {
      const value = this.contact(kind, cells);
      if (value !== undefined) this.claim(slot, kind, value, cells.text(this.at[kind]));
    }
    this.accounts?.see(cells, slot);
    for (const target of attributeTargets) {
      const index = this.at[target];
      if (index < 0 || cells.blank(index)) continue;
      const value = this.attribute(target, cells.text(index));
      if (value === undefined) continue;
      person.values ??= new Map();
      person.values.set(target === "birth_date" ? "age_band" : target, value);
    }
  }

  private attribute(target: AttributeTarget, text: string): string | number | undefined {
    const { dateOrder } = this.plan.reading;
    if (target !== "registered_on") return storedAttribute(target, text, dateOrder, this.today);
    const registered = parseDate(text, dateOrder);
    return registered.kind === "day" ? registered.day : undefined;
  }

  private email(cells: Cells): string | undefined {
    return this.at.email < 0 ? undefined : normalizeEmail(cells.text(this.at.email));
  }

  private phone(cells: Cells): string | undefined {
    return this.at.phone < 0 ? undefined : normalizePhone(cells.text(this.at.phone));
  }

  private contact(kind: ContactKind, cells: Cells): string | undefined {
    if (kind === "email") return this.email(cells);
    if (kind === "phone") return this.phone(cells);
    return this.at.line_user_id < 0 ? undefined : normalizeLineUserId(cells.text(this.at.line_user_id));
  }

  /** A hash of what the record says of its person; the same as before means nothing new to look at. */
  private fingerprint(cells: Cells): number {
    let low = 0x811c9dc5 | 0;
    let high = 0x1b873593 | 0;
    for (const index of this.attributes) {
      const end = cells.ends[index] ?? 0;
      for (let at = cells.starts[index] ?? 0; at < end; at++) {
        const byte = cells.bytes[at] as number;
        low = Math.imul(low ^ byte, 0x01000193);
        high = Math.imul(high + byte, 0x85ebca6b) ^ (high >>> 13);
      }
      low = Math.imul(low ^ 0x1f, 0x01000193);
      high = (high + (cells.forms[index] === cellForms.escaped ? 7 : 3)) | 0;
    }
    return (low >>> 0) * 1_048_576 + ((high >>> 0) & 0xfffff);
  }
}

/** Whether a telephone number is a Japanese mobile one (070, 080, 090). */
function isMobile(phone: string): boolean {
  return /^\+81[789]0/.test(phone);
}

function numberIdentifier(id: string): StagedIdentifier {
  return { kind: "customer_id", value: id, display: /\s/u.test(id) ? displayText(id) : id };
}

/** Whether a customer id is short, of plain letters and digits and so needs no folding. */
function isPlainId(cells: Cells, index: number): boolean {
  const start = cells.starts[index] as number;
  const end = cells.ends[index] as number;
  for (let at = start; at < end; at++) {
    const byte = cells.bytes[at] as number;
    if (byte <= 0x27 || byte >= 0x7f) return false;
  }
  return end - start <= 200;
}

/** Surest first. */
const contactKinds = ["email", "phone", "line_user_id"] as const satisfies readonly ContactKind[];

const attributeTargets = [
  ...personColumns,
  "birth_date",
  "gender",
  "registered_on",
] as const satisfies readonly FieldTarget[];
type AttributeTarget = (typeof attributeTargets)[number];
