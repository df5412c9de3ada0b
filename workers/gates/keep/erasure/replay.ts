import type { Outcome } from "../../../base/fault.ts";
import { unwatched } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import type { Vault } from "../../../vault/vault.ts";
import type { Workspace } from "../../../workspace.ts";
import { bars, bury, keyHashes } from "../tombstones.ts";
import { eraseDoomed } from "./erase-doomed.ts";
import { erasureTopics } from "./erase-customers.ts";
import { rememberErased, subjectOf, type ErasedPerson } from "./erased-people.ts";
import { decodeLog, keepLog, logOfVault, type ErasureLog } from "./erasure-log.ts";

/**
 * Before anybody sees the vault: erasures that its log tells of and it does not know itself (a backup was put back, or an older file) are
 * done again, certificates and keyed hashes included. A log that lags behind is written anew. A log of another vault, or one
 * somebody changed, counts as none. Faults: those of reading the log, of saving and of writing it.
 */
export async function replayErasures(
  workspace: Pick<Workspace, "vault" | "now">,
): Promise<Outcome<{ readonly people: number }>> {
  const { vault } = workspace;
  const read = await vault.erasureLog?.read();
  if (read === undefined) return ok({ people: 0 });
  if (!read.ok) return read;
  const log = read.value === undefined ? undefined : decodeLog(vault, read.value);
  const missing = log === undefined ? undefined : missingOf(vault, log);
  let people = 0;
  if (missing !== undefined && (missing.people.length > 0 || missing.certificates.length > 0)) {
    const done = await eraseAgain(workspace, missing);
    if (!done.ok) return done;
    people = done.value;
  }
  const own = logOfVault(vault);
  const lags = own.people.length + own.certificates.length > 0 && (log === undefined || !sameLog(log, own));
  const kept = lags ? await keepLog(vault) : ok(null);
  return kept.ok ? ok({ people }) : kept;
}

function missingOf(vault: Pick<Vault, "db">, log: ErasureLog): ErasureLog {
  const own = logOfVault(vault);
  const people = new Set(own.people.map(idOf));
  const certificates = new Set(own.certificates.map(({ number }) => number));
  return {
    people: log.people.filter((one) => !people.has(idOf(one))),
    certificates: log.certificates.filter(({ number }) => !certificates.has(number)),
  };
}

function idOf({ certificate, person }: ErasedPerson): string {
  return `${certificate} ${person}`;
}

function sameLog(log: ErasureLog, own: ErasureLog): boolean {
  const documents = new Map(log.certificates.map(({ number, document }) => [number, document]));
  return (
    log.people.length === own.people.length &&
    log.certificates.length === own.certificates.length &&
    own.certificates.every(({ number, document }) => documents.get(number) === document)
  );
}

async function eraseAgain(
  { vault, now }: Pick<Workspace, "vault" | "now">,
  missing: ErasureLog,
): Promise<Outcome<number>> {
  const done = await vault.change(erasureTopics, (note) => {
    const { db } = vault;
    const people = peopleOf(vault, missing.people);
    for (const { number, at, document } of missing.certificates)
      db.run("INSERT OR IGNORE INTO certificates (number, at, document) VALUES (?, ?, ?)", [
        number,
        at,
        document,
      ]);
    let rows = 0;
    for (const [certificate, ids] of people) {
      const at = missing.people.find((one) => one.certificate === certificate)?.at;
      const when = at === undefined ? now() : new Date(at);
      const { erased, sought } = eraseDoomed(vault, ids, { certificate, now: when, job: unwatched });
      sought.close();
      rows += erased.tables.reduce((sum, table) => sum + table.rows, 0);
    }
    for (const { keys, at } of missing.people)
      for (const { hash, use } of keys) if (bars(use)) bury(db, hash, "erasure", new Date(at));
    rememberErased(db, missing.people);
    const count = [...people.values()].reduce((sum, ids) => sum + ids.length, 0);
    note({
      gate: "keep",
      action: "erasures-replayed",
      payload: { erasures: missing.certificates.length, people: count, rows },
    });
    return count;
  });
  if (!done.ok) return done;
  if (done.value > 0) {
    const rebuilt = await vault.rebuild();
    if (!rebuilt.ok) return rebuilt;
  }
  return done;
}

/**
 * Who of the vault's people was erased elsewhere in its history, by certificate. A key that was the person's alone tells; a number does
 * only together with a key that others held as well, or where neither had any: numbers may be given again.
 */
function peopleOf(
  vault: Pick<Vault, "db" | "pseudonym">,
  erased: readonly ErasedPerson[],
): ReadonlyMap<string, readonly number[]> {
  const alone = new Map<string, string>();
  const byPerson = new Map<string, ErasedPerson>();
  for (const one of erased) {
    byPerson.set(one.person, one);
    for (const { hash, use } of one.keys)
      if (use === "both" || use === "tells") alone.set(hash, one.certificate);
  }
  const found = new Map<number, string>();
  const hashes = new Map<number, Set<string>>();
  vault.db.each("SELECT customer_id, kind, value, source FROM identifiers", [], ([id, ...identifier]) => {
    const [kind = "", value = "", source = ""] = identifier.map(String);
    const known = hashes.get(Number(id)) ?? new Set();
    for (const { hash, use } of keyHashes(vault, kind, value, source)) {
      const certificate = use === "bars" ? undefined : alone.get(hash);
      if (certificate !== undefined) found.set(Number(id), certificate);
      known.add(hash);
    }
    hashes.set(Number(id), known);
  });
  vault.db.each("SELECT id FROM customers", [], ([id]) => {
    const one = byPerson.get(subjectOf(vault, Number(id)));
    if (one === undefined || found.has(Number(id))) return;
    const held = hashes.get(Number(id));
    const agrees = held === undefined ? one.keys.length === 0 : one.keys.some(({ hash }) => held.has(hash));
    if (agrees) found.set(Number(id), one.certificate);
  });
  const grouped = new Map<string, number[]>();
  for (const [id, certificate] of found) {
    const group = grouped.get(certificate);
    if (group === undefined) grouped.set(certificate, [id]);
    else group.push(id);
  }
  return grouped;
}
