/** Bytes of a page that SQLite uses: the rest holds IV and HMAC. */
const USABLE = 4016;
/** Least and most of a payload that stays on its page (https://www.sqlite.org/fileformat2.html, 1.6). */
const LEAST_LOCAL = Math.floor(((USABLE - 12) * 32) / 255) - 23;
const MOST_IN_INDEX = Math.floor(((USABLE - 12) * 64) / 255) - 23;
const MOST_IN_TABLE = USABLE - 35;
const TABLE_LEAF = 13;
const INDEX_LEAF = 10;
const INDEX_INTERIOR = 2;

interface Piece {
  /** The end of what lies on a page, and the page (from 1) it goes on on; 0 for none. */
  readonly tail: Uint8Array;
  readonly next: number;
}

/** Where two pieces of one value meet: `at` is the place in `bytes` between them. */
interface Joint {
  readonly bytes: Uint8Array;
  readonly at: number;
}

/**
 * Values that do not fit on a page go on on others, wherever those lie: what is searched for may stand across. Pages are
 * taken one by one, in any order; what meets what is known at the end.
 */
export class SplitCells {
  private readonly reach: number;
  private readonly pieces: Piece[] = [];
  /** Beginnings of overflow pages, by number from 1. */
  private readonly heads = new Map<number, Uint8Array>();

  /** For patterns up to `longest` bytes. */
  constructor(longest: number) {
    this.reach = Math.max(0, longest - 1);
  }

  /** Takes a page in; `number` counts from 0. The bytes may change afterwards. */
  take(page: Uint8Array, number: number): void {
    const header = number === 0 ? 100 : 0;
    const kind = page[header];
    if (kind === TABLE_LEAF || kind === INDEX_LEAF || kind === INDEX_INTERIOR)
      this.takeCells(page, header, kind);
    // Page numbers stay far below 2^24: an overflow page begins with a zero byte, no tree page does.
    else if (kind === 0) {
      this.heads.set(number + 1, page.slice(4, 4 + this.reach));
      this.add(page, USABLE, uint32(page, 0));
    }
  }

  /** Everything that stands across two pages. */
  *joints(): Generator<Joint> {
    for (const { tail, next } of this.pieces) {
      const head = this.heads.get(next);
      if (head === undefined) continue;
      const bytes = new Uint8Array(tail.byteLength + head.byteLength);
      bytes.set(tail);
      bytes.set(head, tail.byteLength);
      yield { bytes, at: tail.byteLength };
    }
  }

  private takeCells(page: Uint8Array, header: number, kind: number): void {
    const pointers = header + (kind === INDEX_INTERIOR ? 12 : 8);
    const cells = Math.min(uint16(page, header + 3), Math.floor((USABLE - pointers) / 2));
    const most = kind === TABLE_LEAF ? MOST_IN_TABLE : MOST_IN_INDEX;
    for (let cell = 0; cell < cells; cell++) {
      let at = uint16(page, pointers + 2 * cell) + (kind === INDEX_INTERIOR ? 4 : 0);
      let payload = 0;
      for (let more = true; more && at < USABLE; at++) {
        payload = payload * 128 + (page[at]! & 127);
        more = page[at]! > 127;
      }
      if (payload <= most) continue;
      if (kind === TABLE_LEAF) while (at < USABLE && page[at++]! > 127);
      const rest = LEAST_LOCAL + ((payload - LEAST_LOCAL) % (USABLE - 4));
      const end = at + (rest <= most ? rest : LEAST_LOCAL);
      if (end + 4 <= USABLE) this.add(page, end, uint32(page, end));
    }
  }

  private add(page: Uint8Array, end: number, next: number): void {
    if (next > 0) this.pieces.push({ tail: page.slice(Math.max(0, end - this.reach), end), next });
  }
}

function uint16(page: Uint8Array, at: number): number {
  return page[at]! * 256 + page[at + 1]!;
}

function uint32(page: Uint8Array, at: number): number {
  return uint16(page, at) * 65_536 + uint16(page, at + 2);
}
