const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** How a cell was written: bare, in quotes, or in quotes with doubled quotes inside. */
export const cellForms = { bare: 0, quoted: 1, escaped: 2 } as const;

/**
 * One record as offsets into UTF-8 bytes. The same object is filled anew for each record: whoever
 * wants to keep a cell copies it out (`text`, `slice`).
 */
export class Cells {
  bytes: Uint8Array = new Uint8Array(0);
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  forms = new Uint8Array(64);
  count = 0;
  /** One-based physical line on which the record starts. */
  line = 0;
  /** The record's raw bytes are `bytes[from, to)`, line end not included. */
  from = 0;
  to = 0;

  /** Appends a cell. */
  add(start: number, end: number, form: number): void {
    const index = this.count;
    if (index === this.starts.length) this.grow();
    this.starts[index] = start;
    this.ends[index] = end;
    this.forms[index] = form;
    this.count = index + 1;
  }

  /** Makes room for a number of cells. */
  ensure(count: number): void {
    while (this.starts.length < count) this.grow();
  }

  /** A cell as text, quotes resolved; "" past the last cell. */
  text(index: number): string {
    if (index >= this.count) return "";
    const start = this.starts[index] ?? 0;
    const end = this.ends[index] ?? 0;
    if (start === end) return "";
    const text = decodeUtf8(this.bytes, start, end);
    return this.forms[index] === cellForms.escaped ? text.replaceAll('""', '"') : text;
  }

  /** Whether a cell is empty or blanks only. */
  blank(index: number): boolean {
    if (index >= this.count) return true;
    return blankBytes(this.bytes, this.starts[index] as number, this.ends[index] as number);
  }

  /** Every cell as text. */
  texts(): string[] {
    return Array.from({ length: this.count }, (_, index) => this.text(index));
  }

  /** The record as it stands in the file, decoded with U+FFFD where that cannot be. */
  raw(): string {
    return decodeUtf8(this.bytes, this.from, this.to);
  }

  private grow(): void {
    const size = this.starts.length * 2;
    this.starts = enlarged(this.starts, new Int32Array(size));
    this.ends = enlarged(this.ends, new Int32Array(size));
    this.forms = enlarged(this.forms, new Uint8Array(size));
  }
}

/** Whether `bytes[start, end)` is empty or blanks only. */
export function blankBytes(bytes: Uint8Array, start: number, end: number): boolean {
  if (start === end) return true;
  const first = bytes[start] as number;
  if (first > 0x20 && first < 0x80) return false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0x20 && byte !== 0x09) return decodeUtf8(bytes, start, end).trim() === "";
  }
  return true;
}

function enlarged<T extends Int32Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

/** Text of UTF-8 bytes. Short plain ASCII is built by hand: TextDecoder's call costs more than the work. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 24) return decoder.decode(bytes.subarray(start, end));
  let some = 0;
  for (let at = start; at < end; at++) some |= bytes[at] as number;
  if (some >= 0x80) return decoder.decode(bytes.subarray(start, end));
  let text = "";
  let at = start;
  for (; at + 3 < end; at += 4)
    text += String.fromCharCode(
      bytes[at] as number,
      bytes[at + 1] as number,
      bytes[at + 2] as number,
      bytes[at + 3] as number,
    );
  for (; at < end; at++) text += String.fromCharCode(bytes[at] as number);
  return text;
}
