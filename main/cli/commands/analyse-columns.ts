import * as v from "valibot";
import { Cancelled, jobControl, type JobControl } from "../../../workers/base/job.ts";
import { encodings } from "../../../workers/terms/intake.ts";
import { columnAnalyses, type ColumnAnalysis } from "../analysis/column-analyses.ts";
import { columnsOf, typedSettings, type Typed } from "../analysis/column-settings.ts";
import { describeDocument } from "../analysis/describe.ts";
import { describeColumns } from "../analysis/describe-columns.ts";
import { readTableFile } from "../analysis/table-file.ts";
import { command, misuse, refused, reply, type Command, type Reply } from "../core/command.ts";
import { mapOutcome } from "../core/outcome.ts";
import { withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

/** `analyse MODEL --in FILE` for the models of a table of any columns. */
export const analyseColumns: readonly Command[] = columnAnalyses.map((analysis) =>
  command({
    name: `analyse ${analysis.model}`,
    summary: analysis.summary,
    options: {
      in: { kind: "text", hint: "FILE.csv" },
      vault: { kind: "text", hint: "FILE" },
      set: { kind: "many", hint: "NAME=VALUE" },
      encoding: { kind: "choice", choices: ["auto", ...encodings] },
    },
    run: async ({ io, words, given }) => {
      const typed = typedSettings(given.set, analysis.settings);
      if (!typed.ok) return { kind: "misuse", misuse: typed.error };
      const { in: path, vault } = given;
      const { ofVault } = analysis;
      if (vault !== undefined && path === undefined && ofVault !== undefined)
        return withVault(io, vault, async (api) =>
          reply(await ofVault(api, typed.value, io), (known) => describeDocument(known, words)),
        );
      if (path !== undefined && vault !== undefined) return misuse("one-source");
      if (path === undefined)
        return vault === undefined
          ? misuse("missing-option", { name: "--in FILE.csv" })
          : misuse("file-only", { model: analysis.model });
      const absent = analysis.needed.find((name) => typed.value[name] === undefined);
      if (absent !== undefined) return misuse("missing-setting", { name: absent });
      const encoding = encodings.find((one) => one === given.encoding);
      const job = { ...jobControl(io.job, () => undefined), helpers: io.helpers ?? [] };
      try {
        return await onTable(analysis, { path, encoding, typed: typed.value }, words, job);
      } catch (error) {
        if (error instanceof Cancelled) return refused({ code: "cancelled" });
        throw error;
      }
    },
  }),
);

interface Source {
  readonly path: string;
  readonly encoding: (typeof encodings)[number] | undefined;
  readonly typed: Typed<string>;
}

async function onTable(
  analysis: ColumnAnalysis,
  { path, encoding, typed }: Source,
  words: Words,
  job: JobControl,
): Promise<Reply> {
  const file = await readTableFile(path, { encoding }, job);
  if (!file.ok) return refused(file.error);
  const { preview, table, skipped } = file.value;
  const columns = new Map<string, readonly number[]>();
  for (const [name, kind] of Object.entries(analysis.settings)) {
    if (kind !== "column" && kind !== "columns") continue;
    const found = columnsOf(preview, name, typed[name]);
    if (!found.ok) return { kind: "misuse", misuse: found.error };
    columns.set(name, found.value);
  }
  const answer = analysis.run({ table, columns: (name) => columns.get(name) ?? [], typed, job });
  const document = mapOutcome(answer, (figures) => ({ ...v.parse(v.looseObject({}), figures), skipped }));
  return reply(document, (known) => describeColumns(known, words));
}
