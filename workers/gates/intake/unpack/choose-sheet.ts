import type { JobControl } from "../../../base/job.ts";
import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { matchPreset } from "../profile/presets/index.ts";
import { guessHeader } from "../profile/sniff.ts";
import { guessFromHeading } from "../profile/synonyms.ts";
import { evened } from "./sheet-table.ts";
import { readSheet, type SheetEntry, type Workbook } from "./workbook.ts";

const LOOKED_AT = 100;

/**
 * The sheet that most looks like customers or orders: a known tool's headings before known words, those before mere
 * rows; of equals the first. Hidden sheets only when nothing else has rows. Undefined when no sheet has any.
 * @throws Cancelled
 */
export async function chooseSheet(
  workbook: Workbook,
  job: JobControl,
): Promise<Outcome<SheetEntry | undefined>> {
  let best: { readonly sheet: SheetEntry; readonly score: number } | undefined;
  for (const sheet of workbook.sheets) {
    const rows: (readonly string[])[] = [];
    const outcome = await readSheet(
      workbook,
      sheet,
      ({ cells }) => {
        if (cells.some((cell) => cell.trim() !== "")) rows.push(cells);
      },
      job,
      LOOKED_AT,
    );
    if (!outcome.ok) return outcome;
    const score = scoreOf(rows) - (sheet.hidden ? 10_000 : 0);
    if (rows.length > 0 && (best === undefined || score > best.score)) best = { sheet, score };
  }
  return ok(best?.sheet);
}

function scoreOf(rows: readonly (readonly string[])[]): number {
  const padded = evened(rows);
  const header = guessHeader(padded);
  const headings = header === undefined ? [] : (padded[header] ?? []);
  const known = headings.filter((heading) => {
    const guess = guessFromHeading(heading);
    return guess !== undefined && guess.target !== "ignore";
  }).length;
  return (
    (matchPreset(headings) === undefined ? 0 : 5000) + known * 20 + Math.min(rows.length, LOOKED_AT) / 10
  );
}
