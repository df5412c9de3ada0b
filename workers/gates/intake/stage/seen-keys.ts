import { visitorKeys } from "../../../terms/table-kind.ts";
import { normalizeId } from "../parse/person.ts";
import type { Cells } from "../read/cells.ts";
import type { IdentifierKind, SeenKind } from "./known.ts";
import type { Layout } from "./layout.ts";

/** A key of somebody who need not be known: a cookie, or a number this vault knows nobody by. */
export type VisitorKind = SeenKind | IdentifierKind;

export interface StagedVisitor {
  readonly kind: VisitorKind;
  readonly value: string;
}

const kindOf = { login_id: "login", device_id: "device", cookie_id: "cookie" } as const;

/** Slots of people fit into so many bits beside a visitor's number. */
const SLOTS = 2 ** 26;

/** What tools write where there is no key. A key that everybody shares would make one person of them all. */
const noKey =
  /^(?:\(?(?:not[ _]set|none|null|undefined|nan|n\/?a|unknown|anonymous|guest|empty)\)?|[-_0.]+|0{8}-0{4}-0{4}-0{4}-0{12}|未設定|不明|ゲスト|なし)$/iu;

/** Whether a key is none: what tools write in its place. */
export function isNoKey(text: string): boolean {
  return noKey.test(text);
}

/** The logins, devices and cookies of a file's rows, numbered, and with whom rows had them side by side. */
export class SeenKeys {
  readonly visitors: StagedVisitor[] = [];
  /** Pairs of visitor and person that rows had side by side, as `visitor * 2^26 + person`. */
  readonly links = new Set<number>();
  private readonly numbers = new Map<string, number>();
  private readonly at: Layout["at"];

  constructor(at: Layout["at"]) {
    this.at = at;
  }

  /** Whether the file has any of them. */
  get any(): boolean {
    return visitorKeys.some((target) => this.at[target] >= 0);
  }

  /** Indexes into `visitors` of a record's keys, the surest first. */
  read(cells: Cells): readonly number[] {
    return visitorKeys.flatMap((target) => {
      const index = this.at[target];
      if (index < 0 || cells.blank(index)) return [];
      const value = normalizeId(cells.text(index));
      return value === undefined || isNoKey(value) ? [] : [this.number(kindOf[target], value)];
    });
  }

  /** The index of a key. */
  number(kind: VisitorKind, value: string): number {
    const key = `${kind}\u0000${value}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.visitors.length);
    return this.visitors.push({ kind, value }) - 1;
  }

  /** Remembers that a row had a visitor's key beside a person. */
  link(visitor: number, slot: number): void {
    this.links.add(visitor * SLOTS + slot);
  }
}

/** The visitor and the person of a link. */
export function linked(link: number): readonly [visitor: number, slot: number] {
  return [Math.floor(link / SLOTS), link % SLOTS];
}
