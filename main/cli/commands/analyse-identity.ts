import * as v from "valibot";
import { identityDocument } from "../../../workers/analysis/identity-document.ts";
import { Cancelled, jobControl } from "../../../workers/base/job.ts";
import { ok, type Result } from "../../../workers/base/result.ts";
import { identityTable, lookAt } from "../../../workers/gates/intake/identity/collect-columns.ts";
import {
  guessIdentityFields,
  type IdentityRole,
} from "../../../workers/gates/intake/identity/guess-fields.ts";
import { identityDefaults } from "../../../workers/models/identity/resolve.ts";
import { identityKinds } from "../../../workers/models/identity/table.ts";
import { encodings } from "../../../workers/terms/intake.ts";
import {
  columnsOf,
  numberOf,
  typedSettings,
  type SettingKind,
  type Typed,
} from "../analysis/column-settings.ts";
import { describeIdentity } from "../analysis/describe-identity.ts";
import { readPeopleFile, type PeopleFile } from "../analysis/identity-file.ts";
import { command, misuse, refused, reply, type Misuse, type Reply } from "../core/command.ts";
import { mapOutcome } from "../core/outcome.ts";
import type { Words } from "../core/words.ts";
import type { Io } from "../core/io.ts";

/** Settings that name columns, with what they make of them. `id` and `drop` are no evidence; `address` is another word for street. */
const columnSettings: Readonly<Record<string, IdentityRole>> = {
  id: "ignore",
  drop: "ignore",
  address: "street",
  birthYear: "birthYear",
  birthMonth: "birthMonth",
  birthDay: "birthDay",
  ...Object.fromEntries(identityKinds.map((kind) => [kind, kind] as const)),
};

const settings: Readonly<Record<string, SettingKind>> = {
  ...Object.fromEntries(Object.keys(columnSettings).map((name) => [name, "columns"] as const)),
  rate: "number",
  hub: "whole",
  seed: "whole",
};

/** `analyse identity --in FILE`: which rows are one person. */
export const analyseIdentity = command({
  name: "analyse identity",
  summary: {
    ja: "どの行が同じ人かを推定します(名寄せ、フェレギ・サンター)。",
    en: "Finds rows that are one person (record linkage, Fellegi-Sunter).",
  },
  options: {
    in: { kind: "text", hint: "FILE.csv", required: true },
    set: { kind: "many", hint: "NAME=VALUE" },
    encoding: { kind: "choice", choices: ["auto", ...encodings] },
  },
  run: async ({ io, words, given }) => {
    const typed = typedSettings(given.set, settings);
    if (!typed.ok) return { kind: "misuse", misuse: typed.error };
    const rate = numberOf(typed.value["rate"]) ?? identityDefaults.falseMergeRate;
    if (rate > 1) return misuse("bad-setting", { setting: `rate=${String(rate)}`, expected: "0 … 1" });
    const encoding = encodings.find((one) => one === given.encoding);
    try {
      return await onFile(given.in, encoding, typed.value, rate, io, words);
    } catch (error) {
      if (error instanceof Cancelled) return refused({ code: "cancelled" });
      throw error;
    }
  },
});

async function onFile(
  path: string,
  encoding: (typeof encodings)[number] | undefined,
  typed: Typed<string>,
  falseMergeRate: number,
  io: Io,
  words: Words,
): Promise<Reply> {
  const job = jobControl(io.job, () => undefined);
  const file = await readPeopleFile(path, { encoding }, job);
  if (!file.ok) return refused(file.error);
  const { preview, columns, rows, skipped } = file.value;
  const roles = rolesOf(file.value, typed);
  if (!roles.ok) return { kind: "misuse", misuse: roles.error };
  const table = identityTable(columns, roles.value, rows, preview.reading.dateOrder);
  const whole = (name: string, other: number) => Number(typed[name] ?? other);
  const options = {
    falseMergeRate,
    hubLimit: whole("hub", identityDefaults.hubLimit),
    seed: whole("seed", identityDefaults.seed),
  };
  const answer = identityDocument(table, options, job);
  const document = mapOutcome(answer, (figures) => ({ ...v.parse(v.looseObject({}), figures), skipped }));
  return reply(document, (known) => describeIdentity(known, words));
}

/** What the settings say of the columns, and guesses for the rest. */
function rolesOf(
  { preview, columns, rows }: PeopleFile,
  typed: Typed<string>,
): Result<readonly IdentityRole[], Misuse> {
  const said = new Map<number, IdentityRole>();
  for (const [name, role] of Object.entries(columnSettings)) {
    const found = columnsOf(preview, name, typed[name]);
    if (!found.ok) return found;
    for (const at of found.value) said.set(at, role);
  }
  const taken = new Set(said.values());
  const guesses = guessIdentityFields(columns.map(lookAt), rows);
  return ok(
    guesses.map((guess, at) => said.get(at) ?? (taken.has(guess) && guess !== "street" ? "ignore" : guess)),
  );
}
