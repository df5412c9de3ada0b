/*
 * A writer of very small SQLite databases, byte by byte after the file format (sqlite.org/fileformat2.html), so that
 * the vectors depend on no release of SQLite and not on this program. Pages of 4096 bytes, 80 of them reserved.
 */
export const pageBytes = 4096;
const usable = pageBytes - 80;

/** A value of the table's column `v`. */
export type Cell = string | Uint8Array | null;

export interface ImageOptions {
  /** The rows of `t(id INTEGER PRIMARY KEY, v)`, ids counting from 1; without any, `t` is a view and there is one page. */
  readonly rows?: readonly Cell[];
  /** Changes to the header of page 1, by offset: 8, 16 or 32 bits by the field's own width. */
  readonly header?: (view: DataView) => void;
  /** SQL of further tables, each with an empty root page of its own. */
  readonly tables?: readonly (readonly [name: string, sql: string])[];
}

/** What `SELECT id || '|' || hex(v) FROM t ORDER BY id` says, each line ended by a line feed. */
export function contentOf(rows: readonly Cell[]): string {
  return rows
    .map((value, i) => `${String(i + 1)}|${cellBytes(value).toString("hex").toUpperCase()}\n`)
    .join("");
}

/** The one row of `t` where it is a view. */
export const viewContent = "1|E4B880E9A081\n";

/** The pages of a database. A row too long for its page goes on in overflow pages at the end. */
export function sqliteImage({ rows, header, tables = [] }: ImageOptions): Uint8Array {
  const pages: Uint8Array[] = [new Uint8Array(pageBytes)];
  const schema: Uint8Array[] = [];
  const entry = (type: string, name: string, root: number, sql: string): void => {
    schema.push(leafCell(schema.length + 1, record([type, name, name, root, sql])).bytes);
  };
  const roots = (rows === undefined ? 1 : 2) + tables.length;
  if (rows === undefined) entry("view", "t", 0, "CREATE VIEW t AS SELECT 1 AS id, '一頁' AS v");
  else {
    entry("table", "t", 2, "CREATE TABLE t (id INTEGER PRIMARY KEY, v)");
    pages.push(new Uint8Array(pageBytes));
  }
  for (const [name, sql] of tables) {
    pages.push(new Uint8Array(pageBytes));
    entry("table", name, pages.length, sql);
    leafPage(pages.at(-1)!, 0, []);
  }
  const overflow: Uint8Array[] = [];
  const cells = (rows ?? []).map((value, i) => {
    const cell = leafCell(i + 1, record([null, value]), roots + overflow.length + 1);
    overflow.push(...cell.overflow);
    return cell.bytes;
  });
  if (rows !== undefined) leafPage(pages[1]!, 0, cells);
  pages.push(...overflow);
  leafPage(pages[0]!, 100, schema);
  writeHeader(pages[0]!, pages.length);
  header?.(new DataView(pages[0]!.buffer));
  return Buffer.concat(pages);
}

function writeHeader(page: Uint8Array, pages: number): void {
  const view = new DataView(page.buffer);
  page.set(Buffer.from("SQLite format 3\0"));
  view.setUint16(16, pageBytes);
  page.set([1, 1, 80, 64, 32, 32], 18);
  view.setUint32(24, 7); // change counter
  view.setUint32(28, pages);
  view.setUint32(40, 1); // schema cookie
  view.setUint32(44, 4); // schema format
  view.setUint32(56, 1); // UTF-8
  view.setUint32(92, 7); // version valid for this change counter
  view.setUint32(96, 3_045_000);
}

function leafPage(page: Uint8Array, at: number, cells: readonly Uint8Array[]): void {
  const view = new DataView(page.buffer);
  let content = usable;
  page[at] = 13;
  view.setUint16(at + 3, cells.length);
  for (const [i, cell] of cells.entries()) {
    content -= cell.length;
    page.set(cell, content);
    view.setUint16(at + 8 + 2 * i, content);
  }
  if (content < at + 8 + 2 * cells.length) throw new RangeError("the cells do not fit their page");
  view.setUint16(at + 5, content);
}

/** A cell of a table's leaf (1.6): payload size, row id, payload, and where the rest of it is. */
function leafCell(
  id: number,
  payload: Uint8Array,
  nextPage = 0,
): { readonly bytes: Uint8Array; readonly overflow: readonly Uint8Array[] } {
  const lead = [...varint(payload.length), ...varint(id)];
  if (payload.length <= usable - 35) return { bytes: Uint8Array.from([...lead, ...payload]), overflow: [] };
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((payload.length - least) % (usable - 4));
  const local = wanted <= usable - 35 ? wanted : least;
  const overflow: Uint8Array[] = [];
  for (let from = local; from < payload.length; from += usable - 4) {
    const page = new Uint8Array(pageBytes);
    const last = from + usable - 4 >= payload.length;
    new DataView(page.buffer).setUint32(0, last ? 0 : nextPage + overflow.length + 1);
    page.set(payload.subarray(from, from + usable - 4), 4);
    overflow.push(page);
  }
  const pointer = new Uint8Array(4);
  new DataView(pointer.buffer).setUint32(0, nextPage);
  return { bytes: Uint8Array.from([...lead, ...payload.subarray(0, local), ...pointer]), overflow };
}

function cellBytes(value: Cell): Buffer {
  return value === null ? Buffer.alloc(0) : Buffer.from(value);
}

/** A record (2.1): the serial type of each value, then the values. */
function record(values: readonly (Cell | number)[]): Uint8Array {
  const types = values.flatMap((value) => {
    if (value === null) return [0];
    if (typeof value === "number") return [1];
    return varint(cellBytes(value).length * 2 + (typeof value === "string" ? 13 : 12));
  });
  const body = values.map((value) => (typeof value === "number" ? Buffer.of(value) : cellBytes(value)));
  // One byte says how long the header is: it has fewer than 127 here.
  return Buffer.concat([Uint8Array.from([types.length + 1, ...types]), ...body]);
}

function varint(value: number): number[] {
  const groups = [value & 127];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 127) | 128);
  return groups;
}
