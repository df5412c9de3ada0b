import { identityDefaults } from "../../../models/identity/resolve.ts";
import { compareNames, nameText, type WrittenName } from "../identity/compare-names.ts";
import type { Cells } from "../read/cells.ts";
import type { IdentifierKind } from "./known.ts";
import type { Layout } from "./layout.ts";

export type ContactKind = Exclude<IdentifierKind, "customer_id">;

/** Two people of whom nothing but an address or a number says that they may be one: slots, the earlier first. */
export interface SharedContact {
  readonly kind: ContactKind;
  readonly value: string;
  readonly slots: readonly [number, number];
}

const nameTargets = [
  "full_name",
  "family_name",
  "given_name",
  "full_reading",
  "family_reading",
  "given_reading",
] as const;

/** What the people of a file do for finding the right one of a household. */
export interface Household {
  /** Slots of those the vault knows to hold a contact. */
  holders(kind: ContactKind, value: string): readonly number[];
  /** What the person of a slot is called, in the vault and in the file. */
  names(slot: number): readonly WrittenName[];
  /** Makes a person who holds the contact too. */
  add(kind: ContactKind, value: string, cells: Cells): number;
}

interface Holders {
  readonly slots: number[];
  /** By the name as it is written: of a contact that too many people share, no names are compared. */
  byName: Map<string, number> | undefined;
}

/**
 * Who of the people that share an address or a telephone number a record is about, by the given name. Somebody whose given name is
 * plainly another is another person, and the two are remembered for a person to decide. A contact of very many (the shop's own) tells
 * nothing: people under it are told apart by their names as written, and none are remembered.
 */
export class Namesakes {
  readonly shared: SharedContact[] = [];
  /** Whether the file names anybody; without names a contact is all there is. */
  private readonly told: boolean;
  private readonly at: Layout["at"];
  private readonly household: Household;
  /** Who holds each contact that more than one person of the file holds. */
  private readonly several = new Map<string, Holders>();

  constructor(layout: Layout, household: Household) {
    this.at = layout.at;
    this.household = household;
    this.told = nameTargets.some((target) => layout.at[target] >= 0);
  }

  /** The slot a record with this contact belongs to; `first` holds the contact. */
  slotOf(kind: ContactKind, value: string, first: number, cells: Cells): number {
    const name = this.nameIn(cells);
    if (name === undefined) return first;
    const holders = this.holdersOf(kind, value, first);
    const chosen = this.choose(name, holders);
    if (chosen !== undefined) return chosen;
    const slot = this.household.add(kind, value, cells);
    this.apart(kind, value, holders.slots, slot);
    holders.byName?.set(nameText(name), slot);
    return slot;
  }

  /** Who of the holders that may be taken a record is about, or who of them it is plainly not about. */
  among(
    kind: ContactKind,
    value: string,
    first: number,
    cells: Cells,
    free: (slot: number) => boolean,
  ): { readonly slot: number | undefined; readonly others: readonly number[] } {
    const holders = this.holdersOf(kind, value, first);
    const others = holders.slots.filter(free);
    const name = this.nameIn(cells);
    if (name === undefined) return { slot: others[0], others };
    const slot = this.choose(name, { ...holders, slots: others });
    return { slot: slot !== undefined && free(slot) ? slot : undefined, others };
  }

  /** Remembers that a new person shares a contact with others and may be one of them. */
  apart(kind: ContactKind, value: string, others: readonly number[], slot: number): void {
    const holders = this.holdersOf(kind, value, others[0] ?? slot);
    if (holders.slots.length < identityDefaults.hubLimit)
      for (const other of others) this.shared.push({ kind, value, slots: [other, slot] });
    holders.slots.push(slot);
    this.several.set(`${kind} ${value}`, holders);
  }

  private holdersOf(kind: ContactKind, value: string, first: number): Holders {
    const several = this.several.get(`${kind} ${value}`);
    if (several !== undefined) return several;
    const slots = [...new Set([first, ...this.household.holders(kind, value)])];
    const holders = { slots, byName: undefined };
    if (slots.length > 1) this.several.set(`${kind} ${value}`, holders);
    return holders;
  }

  private nameIn(cells: Cells): WrittenName | undefined {
    if (!this.told) return undefined;
    const texts = nameTargets.map((target) =>
      this.at[target] < 0 ? "" : cells.text(this.at[target]).trim(),
    );
    return texts.every((text) => text === "") ? undefined : nameOf(texts);
  }

  private choose(name: WrittenName, holders: Holders): number | undefined {
    const { slots } = holders;
    if (slots.length > identityDefaults.hubLimit) {
      holders.byName ??= new Map(
        slots.flatMap((slot) => this.household.names(slot).map((one) => [nameText(one), slot] as const)),
      );
      return holders.byName.get(nameText(name));
    }
    const verdicts = slots.map((slot) => this.verdict(name, slot));
    const at = verdicts.includes("agree") ? verdicts.indexOf("agree") : verdicts.indexOf("unknown");
    return slots[at];
  }

  private verdict(name: WrittenName, slot: number) {
    const verdicts = this.household.names(slot).map((other) => compareNames(name, other));
    if (verdicts.includes("agree")) return "agree";
    return verdicts.length === 0 || verdicts.includes("unknown") ? "unknown" : "differ";
  }
}

function nameOf(texts: readonly string[]): WrittenName {
  const [full = "", family = "", given = "", fullReading = "", familyReading = "", givenReading = ""] = texts;
  return { full, family, given, fullReading, familyReading, givenReading };
}
