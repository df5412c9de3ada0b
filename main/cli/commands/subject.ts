import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { VaultApi } from "../../../workers/contract.ts";
import { fault, type Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { ErasureCertificate, ErasurePreview } from "../../../workers/terms/erasure.ts";
import { command, done, misuse, refused, reply, type Reply } from "../core/command.ts";
import { wholeNumber } from "../core/lookup.ts";
import { facts, table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";
import { markedLine, retrainingLines } from "./analyse-retrain.ts";

export const subjectErase = command({
  name: "subject erase",
  summary: {
    ja: "人をすべての表から消去し、ファイルの全バイトを検索して、証明書を作ります。--dry-runは何が消えるかだけを示します。",
    en: "Erases people from every table, searches every byte of the file, and writes a certificate; --dry-run only says what would go.",
  },
  options: {
    ...vaultOption,
    customer: { kind: "text", hint: "ID[,ID...]" },
    find: { kind: "text", hint: "VALUE" },
    reason: { kind: "text", hint: "TEXT" },
    "dry-run": { kind: "flag" },
    out: { kind: "text", hint: "DIR" },
  },
  run: async ({ io, words, given }) => {
    const { customer, find, reason, out } = given;
    if ((customer === undefined) === (find === undefined)) return misuse("erase-who");
    const ids = customer === undefined ? undefined : idsOf(customer);
    if (ids?.length === 0)
      return misuse("bad-value", { name: "--customer", value: customer, expected: "1,2,…" });
    const wanted = reason?.trim() ?? "";
    if (!given["dry-run"] && wanted === "") return misuse("missing-option", { name: "--reason TEXT" });
    return withVault(io, given.vault, async (api) => {
      const people = ids === undefined ? await findOne(api, find ?? "") : ok(ids);
      if (!people.ok) return refused(people.error);
      const customerIds = [...people.value];
      if (given["dry-run"])
        return reply(await api.previewErasure({ customerIds }), (preview) => previewLines(preview, words));
      const erased = await api.eraseCustomers({ customerIds, reason: wanted, job: io.job });
      if (!erased.ok) return refused(erased.error);
      const models = await modelLines(api, erased.value, words);
      return out === undefined
        ? done(erased.value, [...certificateLines(erased.value, words), ...models])
        : saved(api, erased.value, { out, models }, words);
    });
  },
});

function idsOf(text: string): readonly number[] {
  const ids = text.split(",").map((part) => wholeNumber(part.trim()));
  return ids.every((id) => id !== undefined) ? ids : [];
}

/** The one person who is found by a value; several are never erased by guess. */
async function findOne(api: VaultApi, search: string): Promise<Outcome<readonly number[]>> {
  const page = await api.listCustomers({ offset: 0, limit: 2, search });
  if (!page.ok) return page;
  const [first] = page.value.rows;
  if (first === undefined) return fault("subject-not-found");
  return page.value.total > 1 ? fault("subject-ambiguous", { people: page.value.total }) : ok([first.id]);
}

async function saved(
  api: VaultApi,
  certificate: ErasureCertificate,
  { out, models }: { readonly out: string; readonly models: readonly string[] },
  words: Words,
): Promise<Reply> {
  const folder = resolve(out);
  // Where it cannot be made, writing says so.
  await mkdir(folder, { recursive: true }).catch(() => undefined);
  const { number } = certificate;
  const written = await api.saveCertificate({ number, folder, language: words.language });
  const lines = [...certificateLines(certificate, words), ...models];
  if (!written.ok) return { kind: "refused", fault: written.error, json: { ...certificate }, lines };
  return done({ ...certificate, paths: written.value.paths }, [...lines, ...written.value.paths]);
}

/** What became of the models that had seen the erased: run anew at once, or to be run anew. */
async function modelLines(
  api: VaultApi,
  { number }: ErasureCertificate,
  words: Words,
): Promise<readonly string[]> {
  const found = await api.listRetraining({});
  if (!found.ok) return [];
  const { marked, done: anew } = found.value;
  return [
    ...anew
      .filter(({ certificates }) => certificates.includes(number))
      .flatMap((one) => ["", ...retrainingLines(one, words)]),
    ...marked
      .filter(({ certificates }) => certificates.includes(number))
      .map((one) => markedLine(one, words)),
  ];
}

function previewLines(preview: ErasurePreview, words: Words): readonly string[] {
  const { people, tables, releases, runs, evidence, backups, backupsUntil } = preview;
  return [
    words.say("erase-preview", { people: words.number(people) }),
    ...tableLines(tables, words),
    words.say("erase-stays", {
      releases: words.number(releases.length),
      runs: words.number(runs.length),
      evidence: words.number(evidence.rows),
      until: evidence.until ?? "–",
      backups: words.number(backups),
      gone: backupsUntil ?? "–",
    }),
  ];
}

function certificateLines(certificate: ErasureCertificate, words: Words): readonly string[] {
  const { number, people, tables, search, evidence, releases, runs, backups, backupsUntil } = certificate;
  return [
    words.say("erased", { people: words.number(people), number }),
    ...tableLines(tables, words),
    ...(search === undefined
      ? [words.say("erase-unproved")]
      : facts([
          [words.say("erase-bytes"), words.number(search.bytes)],
          [words.say("erase-patterns"), words.number(search.patterns)],
          [words.say("erase-hits"), `${words.number(search.hits)} ${search.foundIn.join(", ")}`.trim()],
          [words.say("erase-left-out"), words.number(search.shared + search.tooShort)],
        ])),
    words.say("erase-stays", {
      releases: words.number(releases.length),
      runs: words.number(runs.length),
      evidence: words.number(evidence.rows),
      until: evidence.until ?? "–",
      backups: words.number(backups.length),
      gone: backupsUntil ?? "–",
    }),
  ];
}

function tableLines(tables: ErasurePreview["tables"], words: Words): readonly string[] {
  return table(
    [words.say("erase-table"), words.say("erase-rows")],
    tables.map(({ table: name, rows }) => [name, words.number(rows)]),
  );
}
