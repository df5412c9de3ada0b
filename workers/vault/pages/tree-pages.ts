import { PAGE_BYTES } from "../page-codec.ts";

/** Types of b-tree pages: https://www.sqlite.org/fileformat2.html, 1.6. */
const INTERIOR = [2, 5];
const HEADER_BYTES = 12;

/**
 * The pages (from 0) of the b-tree at `root` (from 1, as sqlite_master says), without overflow pages, in the order a
 * scan reads them. Only pages above the leaves are read, with `read`: leaves lie all at one depth.
 */
export function treePages(
  root: number,
  pageCount: number,
  read: (page: number, target: Uint8Array) => void,
): number[] {
  const found: number[] = [];
  const bytes = new Uint8Array(PAGE_BYTES);
  const inside = (page: number): boolean => page >= 0 && page < pageCount;
  let level = [root - 1].filter(inside);
  while (level.length > 0 && found.length < pageCount) {
    read(level[0] ?? 0, bytes);
    found.push(...level);
    if (!INTERIOR.includes(bytes[headerAt(level[0] ?? 0)] ?? 0)) break;
    level = level
      .flatMap((page) => {
        read(page, bytes);
        return children(bytes, headerAt(page));
      })
      .filter(inside);
  }
  bytes.fill(0);
  return found;
}

function headerAt(page: number): number {
  return page === 0 ? 100 : 0;
}

function children(bytes: Uint8Array, header: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, PAGE_BYTES);
  const cells = Math.min(view.getUint16(header + 3), (PAGE_BYTES - header - HEADER_BYTES) / 2);
  const pages: number[] = [];
  for (let i = 0; i < cells; i++) {
    const cell = view.getUint16(header + HEADER_BYTES + 2 * i);
    if (cell + 4 <= PAGE_BYTES) pages.push(view.getUint32(cell) - 1);
  }
  pages.push(view.getUint32(header + 8) - 1);
  return pages;
}
