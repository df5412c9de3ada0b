import { writeFileSync } from "node:fs";

/** A file that takes a while to import: distinct orders of many customers, from a plain generator. */
export function largeFile(path: string, rows: number): void {
  const lines = ["注文日,注文番号,顧客番号,合計金額"];
  for (let row = 0; row < rows; row++) {
    const day = new Date(Date.UTC(2024, 0, 1 + (row % 700))).toISOString().slice(0, 10);
    lines.push(
      `${day},L-${String(row)},${String((row * 7919) % 60_000)},${String(100 + ((row * 31) % 9_000))}`,
    );
  }
  writeFileSync(path, `${lines.join("\n")}\n`);
}
