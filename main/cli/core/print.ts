/** One JSON document on one line. Numbers that are no numbers come out as null, as JSON has it. */
export function canonicalLine(document: unknown): string {
  return `${JSON.stringify(document)}\n`;
}

/** A table in a fixed-width font: headings, a rule, rows; columns whose every cell is a number stand right. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = headings.map((heading, column) =>
    Math.max(width(heading), ...rows.map((row) => width(row[column] ?? ""))),
  );
  const right = headings.map(
    (_, column) =>
      rows.length > 0 && rows.every((row) => /^[-−▲]?[¥￥$€£]?[\d,.]*%?$/.test(row[column] ?? "")),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const space = " ".repeat(Math.max(0, (widths[column] ?? 0) - width(cell)));
        return right[column] === true ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd();
  return [line(headings), line(widths.map((one) => "-".repeat(one))), ...rows.map(line)];
}

/** Pairs of a name and a value, the values below each other. */
export function facts(pairs: readonly (readonly [string, string])[]): readonly string[] {
  const widest = Math.max(0, ...pairs.map(([name]) => width(name)));
  return pairs.map(([name, value]) => `${name}${" ".repeat(widest - width(name))}  ${value}`);
}

/** Columns a text takes in a terminal: East Asian wide and full-width signs take two (UAX #11). */
export function width(text: string): number {
  let columns = 0;
  for (const sign of text)
    columns +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]/u.test(
        sign,
      )
        ? 2
        : 1;
  return columns;
}
