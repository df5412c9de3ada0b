import { PAGE_BYTES } from "../page-codec.ts";

const PAGES_A_SLAB = 256;

interface Slab {
  readonly bytes: Uint8Array<ArrayBuffer>;
  used: number;
  next: number;
}

/**
 * Plaintext pages by number, in pieces of memory of 256 pages each. A piece is wiped and let go once no page in it is
 * wanted any more, so memory follows use.
 */
export class PageSlots {
  private readonly places = new Map<number, { readonly slab: Slab; readonly at: number }>();
  private filling: Slab | undefined;

  /** How many pages are held. */
  get count(): number {
    return this.places.size;
  }

  /** Page numbers held, ascending. */
  pages(): number[] {
    return [...this.places.keys()].sort((a, b) => a - b);
  }

  has(page: number): boolean {
    return this.places.has(page);
  }

  /** The bytes of a page, to read or to write, or undefined. Valid until the page is dropped. */
  get(page: number): Uint8Array<ArrayBuffer> | undefined {
    const place = this.places.get(page);
    return place?.slab.bytes.subarray(place.at, place.at + PAGE_BYTES);
  }

  /** The place of a page, made where there was none; what it holds then is not defined. */
  place(page: number): Uint8Array<ArrayBuffer> {
    const known = this.get(page);
    if (known !== undefined) return known;
    let slab = this.filling;
    if (slab === undefined || slab.next === PAGES_A_SLAB) {
      slab = { bytes: new Uint8Array(PAGES_A_SLAB * PAGE_BYTES), used: 0, next: 0 };
      this.filling = slab;
    }
    const at = slab.next * PAGE_BYTES;
    slab.next++;
    slab.used++;
    this.places.set(page, { slab, at });
    return slab.bytes.subarray(at, at + PAGE_BYTES);
  }

  drop(page: number): void {
    const place = this.places.get(page);
    if (place === undefined) return;
    this.places.delete(page);
    place.slab.used--;
    if (place.slab.used > 0) return;
    place.slab.bytes.fill(0);
    if (this.filling === place.slab) this.filling = undefined;
  }

  /** Drops every page from this number on. */
  cut(from: number): void {
    for (const page of [...this.places.keys()]) if (page >= from) this.drop(page);
  }

  /** Wipes and forgets all. */
  clear(): void {
    for (const { slab } of this.places.values())
      if (slab.used > 0) {
        slab.bytes.fill(0);
        slab.used = 0;
      }
    this.places.clear();
    this.filling = undefined;
  }
}
