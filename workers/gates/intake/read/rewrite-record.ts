import { type Cells, cellForms } from "./cells.ts";

const encoder = new TextEncoder();

/** The record with some cells changed, laid out behind its raw bytes, which stay what the file says. Places past the last cell are added. */
export function withCells(out: Cells, cells: Cells, changes: ReadonlyMap<number, string>): Cells {
  const raw = cells.bytes.subarray(cells.from, cells.to);
  const texts = [...changes.values()].map((text) => encoder.encode(text));
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length, raw.length));
  bytes.set(raw);
  begin(out, bytes, cells.line, raw.length);
  for (let index = 0; index < cells.count; index++)
    out.add(
      (cells.starts[index] ?? 0) - cells.from,
      (cells.ends[index] ?? 0) - cells.from,
      cells.forms[index] ?? cellForms.bare,
    );
  let at = raw.length;
  [...changes.keys()].forEach((place, index) => {
    const text = texts[index] ?? new Uint8Array(0);
    bytes.set(text, at);
    if (place >= out.count) out.add(at, at + text.length, cellForms.bare);
    else {
      out.starts[place] = at;
      out.ends[place] = at + text.length;
      out.forms[place] = cellForms.bare;
    }
    at += text.length;
  });
  return out;
}

/** A record of these texts, whose raw bytes say the same: nothing of the record it stands for is left in them. */
export function recordOf(out: Cells, texts: readonly string[], line: number, delimiter: string): Cells {
  const between = delimiter === "space" ? " " : delimiter;
  const written = texts.map((text) =>
    delimiter === "space"
      ? text || "-"
      : /["\r\n]/.test(text) || text.includes(between)
        ? quoted(text)
        : text,
  );
  const pieces = written.map((text) => encoder.encode(text));
  const bytes = encoder.encode(written.join(between));
  begin(out, bytes, line, bytes.length);
  let at = 0;
  pieces.forEach((piece, index) => {
    const inQuotes = written[index] !== texts[index] && delimiter !== "space";
    const end = at + piece.length;
    if (inQuotes) out.add(at + 1, end - 1, cellForms.escaped);
    else out.add(at, end, cellForms.bare);
    at = end + 1;
  });
  return out;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function begin(out: Cells, bytes: Uint8Array, line: number, rawLength: number): void {
  out.bytes = bytes;
  out.line = line;
  out.from = 0;
  out.to = rawLength;
  out.count = 0;
}
