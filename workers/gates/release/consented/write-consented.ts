import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { ConsentedRequest, ImportForecast } from "../../../terms/release.ts";
import type { ReleasePort } from "../../../ports.ts";
import { pieceHash } from "../files/sha256.ts";
import { openStaging, type WrittenFiles } from "../files/staging.ts";
import type { PlatformFormat } from "../platforms/platform-format.ts";
import { rowPieces, type RowPiece } from "../platforms/write-rows.ts";
import { ImportTwin, joinForecasts } from "../twin/forecast.ts";
import { word } from "../words.ts";
import { shownCell } from "../writers/formula-guard.ts";
import type { ConsentedRow } from "./row.ts";

type Asked = Pick<ConsentedRequest, "language" | "platform">;

/** What is sent to the disk at once. */
const pieceLength = 4_194_304;

/** What each column is called, also where the file has no heading row. */
export function headerOf(
  { language = "ja" }: Pick<Asked, "language">,
  { file, columns }: PlatformFormat,
): readonly string[] {
  return columns.map(({ heading }) =>
    file.reader === "person" ? word(language, `column.${heading}`) : heading,
  );
}

/** Rows as the file's reader sees their cells. */
export function shownRows(
  { file }: PlatformFormat,
  rows: readonly ConsentedRow[],
): readonly (readonly string[])[] {
  return rows.map(({ cells }) =>
    cells.map((cell) =>
      file.reader === "person" ? shownCell(cell, file.keepsDateLike) : String(cell ?? ""),
    ),
  );
}

/** Consented rows as pieces of files in a platform's form: exact bytes for a machine, a guarded sheet for people. */
export function consentedPieces(
  request: Asked,
  format: PlatformFormat,
  rows: Iterable<ConsentedRow>,
): Generator<RowPiece> {
  return rowPieces(format.file, headerOf(request, format), cellsOf(rows), pieceLength);
}

/** Files as they were written, and what the platform's importer would do with them. */
export interface WrittenRows extends WrittenFiles {
  readonly forecast: ImportForecast;
}

/**
 * Writes consented rows to the folder, hidden, piece by piece as they are made: hashed and read by the platform's twin on the way, and
 * never held whole. When it fails or is stopped, nothing is left. Faults: those of writing.
 *
 * @throws Cancelled, where the rows' job is asked to stop
 */
export async function writeConsented(
  releases: ReleasePort,
  folder: string,
  request: Asked,
  format: PlatformFormat,
  rows: Iterable<ConsentedRow>,
): Promise<Outcome<WrittenRows>> {
  const opened = await openStaging(releases, folder);
  if (!opened.ok) return opened;
  const staging = opened.value;
  let whole = false;
  try {
    const hash = await pieceHash();
    const files: { readonly bytes: number; readonly sha256: string }[] = [];
    const forecasts: ImportForecast[] = [];
    let twin = new ImportTwin(request.platform);
    let length = 0;
    for (const piece of consentedPieces(request, format, rows)) {
      hash.update(piece.bytes);
      twin.write(piece.bytes);
      length += piece.bytes.byteLength;
      const last = piece.rows !== undefined;
      const appended = await staging.append(piece.part, piece.bytes);
      if (!appended.ok) return appended;
      if (!last) continue;
      files.push({ bytes: length, sha256: hash.end() });
      forecasts.push(twin.finish(true));
      twin = new ImportTwin(request.platform);
      length = 0;
    }
    whole = true;
    return ok({ staging, files, forecast: joinForecasts(forecasts) });
  } finally {
    if (!whole) await staging.discard();
  }
}

function* cellsOf(rows: Iterable<ConsentedRow>): Generator<ConsentedRow["cells"]> {
  for (const row of rows) yield row.cells;
}
