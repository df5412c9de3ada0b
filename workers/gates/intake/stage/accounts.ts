import type { Cells } from "../read/cells.ts";
import type { KnownPeople, SeenKind } from "./known.ts";
import type { Layout } from "./layout.ts";
import { SeenKeys } from "./seen-keys.ts";

/** A key that several people of the file were seen with: nobody's. */
const SEVERAL = -1;

/** What the logins, devices and cookies of a record say of whom it is. */
type SeenVerdict =
  | { readonly slot: number }
  /** Of somebody who was erased. */
  | { readonly erased: true }
  /** A login nobody has been seen with yet: an account of its own. */
  | { readonly fresh: true };

/**
 * People of a list of customers or orders by their logins, devices and cookies, where a record has no stronger key. One key of
 * several people is nobody's; a device or a cookie makes nobody a customer, a login does.
 */
export class Accounts {
  readonly keys: SeenKeys;
  private readonly slots = new Map<number, number>();
  private readonly known: KnownPeople;
  private readonly slotOfKnown: (customerId: number) => number;

  constructor(at: Layout["at"], known: KnownPeople, slotOfKnown: (customerId: number) => number) {
    this.keys = new SeenKeys(at);
    this.known = known;
    this.slotOfKnown = slotOfKnown;
  }

  /** Whose a record is by these keys; undefined where they name nobody. */
  find(cells: Cells): SeenVerdict | undefined {
    let fresh = false;
    for (const key of this.keys.read(cells)) {
      const visitor = this.keys.visitors[key];
      if (visitor === undefined) continue;
      const slot = this.slots.get(key) ?? this.ofVault(key, visitor.kind as SeenKind, visitor.value);
      if (slot === "erased") return { erased: true };
      if (slot !== undefined && slot >= 0) return { slot };
      if (slot === undefined && visitor.kind === "login") fresh = true;
    }
    return fresh ? { fresh: true } : undefined;
  }

  /** Remembers that the person of a slot was seen with the keys of a record. */
  see(cells: Cells, slot: number): void {
    for (const key of this.keys.read(cells)) {
      const before = this.slots.get(key);
      this.slots.set(key, before === undefined || before === slot ? slot : SEVERAL);
      this.keys.link(key, slot);
    }
  }

  private ofVault(key: number, kind: SeenKind, value: string): number | "erased" | undefined {
    const customer = this.known.seen(kind, value);
    if (customer < 0) return "erased";
    if (customer === 0) return undefined;
    const slot = this.slotOfKnown(customer);
    this.slots.set(key, slot);
    return slot;
  }
}
