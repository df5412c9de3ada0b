import { canonicalJson } from "../base/canonical-json.ts";
import type { JobControl } from "../base/job.ts";
import type { RecordLine, RecordPage, RecordVerification, Gate } from "../terms/record.ts";
import type { Database } from "./database.ts";
import { LineMac } from "./line-mac.ts";
import { firstBadLine } from "./record-chain.ts";
import type { Act } from "./vault.ts";

const HEAD = "record_head";
const START = "0".repeat(64);
const encoder = new TextEncoder();

/** The newest line of a record: its number, and its place in the chain. 0 and 64 zeros before the first one. */
export interface RecordHead {
  readonly seq: number;
  readonly mac: string;
}

/** The append-only record of a vault: a chain of HMAC-SHA-256 over its lines. */
export interface VaultRecord {
  /** Adds a line for each act. Call inside the transaction of the change they describe. */
  append(db: Database, at: string, acts: readonly Act[]): void;
  /** Follows the chain from its start; the first line that does not hold is named. A cut-off end shows too. */
  verify(db: Database, job: JobControl): RecordVerification;
  /** Wipes the key's traces. */
  close(): void;
}

/**
 * A record under `key` (32 bytes). mac = HMAC(key, prev || canonical JSON of the line), both texts in
 * UTF-8, prev being the mac before, or 64 zeros. The newest line is also kept, under its own HMAC, in
 * settings: lines missing at the end are noticed.
 */
export function openRecord(key: Uint8Array): VaultRecord {
  const lineMac = new LineMac(key);
  const hmac = (text: string): string => textMac(lineMac, text);
  const headMac = (seq: number, mac: string): string => hmac(`head:${String(seq)}:${mac}`);
  return {
    append: (db, at, acts) => {
      if (acts.length === 0) return;
      let { seq, mac } = recordHead(db);
      for (const act of acts) {
        seq++;
        const prev = mac;
        const payload = canonicalJson(act.payload);
        mac = hmac(prev + lineText(seq, at, act.gate, act.action, payload));
        db.run(
          "INSERT INTO record (seq, at, gate, action, payload, prev, mac) VALUES (?, ?, ?, ?, ?, ?, ?)",
          [seq, at, act.gate, act.action, payload, prev, mac],
        );
      }
      db.run("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", [
        HEAD,
        `${String(seq)}:${mac}:${headMac(seq, mac)}`,
      ]);
    },
    verify: (db, job) => {
      const firstBad = firstBadLine(db, job, lineMac) ?? badEnd(db, headMac);
      const lines = db.count("SELECT count(*) FROM record");
      return firstBad === undefined ? { lines, intact: true } : { lines, intact: false, firstBad };
    },
    close: () => {
      lineMac.close();
    },
  };
}

function textMac(mac: LineMac, text: string): string {
  mac.reserve(text.length * 3, 0);
  mac.seal(encoder.encodeInto(text, mac.message).written);
  return String.fromCharCode(...mac.mac);
}

/** The newest line as it stands; whether it is genuine, `verify` tells. */
export function recordHead(db: Database): RecordHead {
  return (
    db.first<{ seq: number; mac: string }>("SELECT seq, mac FROM record ORDER BY seq DESC LIMIT 1") ?? {
      seq: 0,
      mac: START,
    }
  );
}

/** The line after the last one when the end of the record is not the one that was sealed. */
function badEnd(db: Database, headMac: (seq: number, mac: string) => string): number | undefined {
  const { seq, mac } = recordHead(db);
  const head = db.first<{ value: string }>("SELECT value FROM settings WHERE key = ?", [HEAD]);
  if (seq === 0 && head === undefined) return undefined;
  return head?.value === `${String(seq)}:${mac}:${headMac(seq, mac)}` ? undefined : seq + 1;
}

/** Canonical JSON of a line (members in order); `payload` is canonical already. */
function lineText(seq: number, at: string, gate: string, action: string, payload: string): string {
  return `{"action":${JSON.stringify(action)},"at":${JSON.stringify(at)},"gate":${JSON.stringify(gate)},"payload":${payload},"seq":${String(seq)}}`;
}

/**
 * SQL: lines that tell of a person: under their keyed hash; of the certificate of their erasure; of the import that brought them and
 * the releases they were in, while they are in the vault.
 */
const OF_PERSON = `(json_extract(payload, '$.subject') = ?
  OR json_extract(payload, '$.certificate') IN (SELECT certificate FROM erased_people WHERE person = ?)
  OR (gate = 'intake' AND json_extract(payload, '$.import') = (SELECT import_id FROM customers WHERE id = ?))
  OR (gate = 'release' AND json_extract(payload, '$.release') IN (SELECT release_id FROM release_people WHERE customer_id = ?)))`;

/** Which lines of the record: of a gate, of a person (by row id and keyed hash), between two days in UTC. */
interface RecordFilter {
  readonly offset: number;
  readonly limit: number;
  readonly gate?: Gate | undefined;
  readonly person?: { readonly id: number; readonly subject: string } | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A page of the record, newest first. */
export function listRecordLines(db: Database, page: RecordFilter): RecordPage {
  const { gate, person, from, to } = page;
  const parts: readonly (readonly [string, readonly (string | number | undefined)[]])[] = [
    ["gate = ?", [gate]],
    [OF_PERSON, [person?.subject, person?.subject, person?.id, person?.id]],
    ["at >= ?", [from]],
    ["at < date(?, '+1 day')", [to]],
  ];
  const asked = parts.filter(([, values]) => values[0] !== undefined);
  const where = asked.length === 0 ? "" : `WHERE ${asked.map(([sql]) => sql).join(" AND ")}`;
  const filter = asked.flatMap(([, values]) => values.map((one) => one ?? ""));
  const total = db.count(`SELECT count(*) FROM record ${where}`, filter);
  const lines = db.rows<Omit<RecordLine, "payload"> & { payload: string }>(
    `SELECT seq, at, gate, action, payload, mac FROM record ${where} ORDER BY seq DESC LIMIT ? OFFSET ?`,
    [...filter, page.limit, page.offset],
  );
  return {
    total,
    lines: lines.map((line) => ({ ...line, payload: JSON.parse(line.payload) as RecordLine["payload"] })),
  };
}
