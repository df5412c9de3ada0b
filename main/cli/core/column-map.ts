import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { err, ok, type Result } from "../../../workers/base/result.ts";
import { fieldTargets } from "../../../workers/terms/field.ts";
import { presetColumns } from "../../../workers/gates/intake/profile/presets/index.ts";
import type { Preset } from "../../../workers/gates/intake/profile/presets/preset.ts";
import { readingSchema, type FilePreview, type ImportPlan } from "../../../workers/terms/intake.ts";
import type { Misuse } from "./command.ts";

const columnMapSchema = v.strictObject({
  /** Meaning by heading, or by position from 1 for a file without headings. */
  columns: v.optional(v.record(v.string(), v.picklist(fieldTargets))),
  reading: v.optional(v.partial(readingSchema)),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/))),
  source: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(80))),
});

/** What the file of --map says in place of the guesses; all of it may be left out. */
export type ColumnMap = v.InferOutput<typeof columnMapSchema>;

/** The column map of a JSON file; nothing when no file was named. */
export async function readMap(path: string | undefined): Promise<Result<ColumnMap, Misuse>> {
  if (path === undefined) return ok({});
  const problem = err<Misuse>({ key: "bad-json-file", facts: { path } });
  try {
    const parsed = v.safeParse(columnMapSchema, JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? ok(parsed.output) : problem;
  } catch {
    return problem;
  }
}

/** The plan of a preview with the map's wishes in place of the guesses, or the name of a column the file has not. */
export function planWith(preview: FilePreview, map: ColumnMap): Result<ImportPlan, string> {
  const columns = [...preview.plan.columns];
  for (const [name, target] of Object.entries(map.columns ?? {})) {
    const index = columnIndex(preview, name);
    if (index === undefined) return err(name);
    columns[index] = target;
  }
  const { currency = preview.plan.currency, source = preview.plan.source } = map;
  return ok({ ...preview.plan, columns, currency, source });
}

/** A preview whose plan is a preset's, whatever was guessed. */
export function withPreset(preview: FilePreview, preset: Preset): FilePreview {
  const { plan } = preview;
  const headings = preview.columns.map(({ heading }) => heading);
  const reading = {
    ...plan.reading,
    ...(preset.dateOrder === undefined ? {} : { dateOrder: preset.dateOrder }),
  };
  const columns = presetColumns(preset, headings).map(
    (target, index) => target ?? plan.columns[index] ?? "ignore",
  );
  const { source, currency = plan.currency, id } = preset;
  return { ...preview, preset: id, plan: { ...plan, reading, columns, source, currency, preset: id } };
}

/** The position of a column named by heading, or by number from 1. */
export function columnIndex(preview: FilePreview, name: string): number | undefined {
  const byHeading = preview.columns.findIndex(({ heading }) => heading === name);
  if (byHeading >= 0) return byHeading;
  const position = /^[1-9]\d{0,3}$/.test(name) ? Number(name) : 0;
  return position >= 1 && position <= preview.columns.length ? position - 1 : undefined;
}
