import type { Outcome } from "../../base/fault.ts";
import { fault } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import type { QuarantineReason } from "../../terms/intake.ts";
import type { Language } from "../../terms/language.ts";
import type { QuarantineReport } from "../../terms/quarantine.ts";
import type { Methods, Workspace } from "../../workspace.ts";
import { handOut } from "./files/hand-out.ts";
import { spreadsheetCsv } from "./writers/spreadsheet-csv.ts";
import enReasons from "../../words/en/quarantine.json" with { type: "json" };
import jaReasons from "../../words/ja/quarantine.json" with { type: "json" };

const reasons: Readonly<Record<Language, Readonly<Record<QuarantineReason, string>>>> = {
  ja: jaReasons,
  en: enReasons,
};
const headings: Readonly<Record<Language, readonly string[]>> = {
  ja: ["ファイル", "行", "列", "何が起きているか、どう直すか"],
  en: ["File", "Line", "Column", "What is wrong and how to mend it"],
};

interface Row {
  readonly name: string;
  readonly line: number;
  readonly heading: string | null;
  readonly reason: QuarantineReason;
}

/**
 * Writes a CSV for whoever owns the source of an import: file, line, column and reason of each row that waits, and nothing of what
 * stands in it, so that no person's data leaves. Whoever has the file finds the rows by their lines. It goes out by the release
 * gate's port and is in the record. Faults: `import-unknown`, `quarantine-unknown` where nothing waits, those of writing.
 */
async function reportQuarantine(
  workspace: Workspace,
  { importId, folder, language }: Input<"reportQuarantine">,
): Promise<Outcome<QuarantineReport>> {
  const { vault } = workspace;
  if (vault.db.count("SELECT count(*) FROM imports WHERE id = ?", [importId]) === 0)
    return fault("import-unknown");
  const rows = vault.db.rows<Row>(
    `SELECT name, line, heading, reason FROM quarantine JOIN imports ON imports.id = import_id
     WHERE state = 'waiting' AND import_id = ? ORDER BY line, quarantine.id`,
    [importId],
  );
  if (rows.length === 0) return fault("quarantine-unknown");
  const stamp = workspace
    .now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+Z$/gu, "")
    .replace("T", "-");
  const name = `kurabito-quarantine-${String(importId)}-${stamp}.csv`;
  const written = await handOut(
    workspace,
    folder,
    [{ name, bytes: reportBytes(rows, language) }],
    [
      {
        gate: "release",
        action: "quarantine-reported",
        payload: { import: importId, rows: rows.length },
      },
    ],
  );
  return written.ok ? ok({ rows: rows.length, paths: written.value.paths }) : written;
}

/** The release gate's share for quarantined rows. */
export const quarantineReportMethods: Methods<"reportQuarantine"> = { reportQuarantine };

function reportBytes(rows: readonly Row[], language: Language): Uint8Array {
  const records = rows.map(({ name, line, heading, reason }) => [
    name,
    String(line),
    heading ?? "",
    sentence(reasons[language][reason], { line: String(line), column: heading ?? "–" }),
  ]);
  return spreadsheetCsv(headings[language], records);
}

function sentence(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/gu, (_, name: string) => values[name] ?? "");
}
