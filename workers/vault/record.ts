import { createSHA256 } from "hash-wasm";
import { canonicalJson } from "../base/canonical-json.ts";
import type { JobControl } from "../base/job.ts";
import type { RecordLine, RecordPage, RecordVerification, Gate } from "../terms/record.ts";
import type { Database } from "./database.ts";
import { hmacState } from "./hmac-state.ts";
import type { Act } from "./vault.ts";

const HEAD = "record_head";
const START = "0".repeat(64);

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
}

/**
 * A record under `key` (32 bytes). mac = HMAC(key, prev || canonical JSON of the line), both texts in
 * UTF-8, prev being the mac before, or 64 zeros. The newest line is also kept, under its own HMAC, in
 * settings: lines missing at the end are noticed.
 */
export async function openRecord(key: Uint8Array): Promise<VaultRecord> {
  const hmac = await textMac(key);
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
      const firstBad = firstBadLine(db, job, hmac) ?? badEnd(db, headMac);
      const lines = db.count("SELECT count(*) FROM record");
      return firstBad === undefined ? { lines, intact: true } : { lines, intact: false, firstBad };
    },
  };
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

/** HMAC-SHA-256 of a text's UTF-8 in hex. The key's two padded blocks are hashed once, the text is encoded into one buffer. */
async function textMac(key: Uint8Array): Promise<(text: string) => string> {
  const hasher = await createSHA256();
  const inner = hmacState(hasher, 64, key, "inner");
  const outer = hmacState(hasher, 64, key, "outer");
  const encoder = new TextEncoder();
  let buffer = new Uint8Array(1024);
  return (text) => {
    if (buffer.length < text.length * 3) buffer = new Uint8Array(text.length * 6);
    const { written } = encoder.encodeInto(text, buffer);
    const digest = hasher.load(inner).update(buffer.subarray(0, written)).digest("binary");
    return hasher.load(outer).update(digest).digest("hex");
  };
}

function firstBadLine(db: Database, job: JobControl, hmac: (text: string) => string): number | undefined {
  let expected = 0;
  let before = START;
  let firstBad: number | undefined;
  db.each("SELECT seq, at, gate, action, payload, prev, mac FROM record ORDER BY seq", [], (row) => {
    if (firstBad !== undefined) return;
    expected++;
    if (expected % 4096 === 1) {
      job.check();
      job.progress({ phase: "record", done: expected });
    }
    const [seq, at, gate, action, payload, prev, mac] = row;
    const sound =
      seq === expected &&
      prev === before &&
      mac === hmac(before + lineText(expected, text(at), text(gate), text(action), text(payload)));
    if (sound) before = mac;
    else firstBad = expected;
  });
  return firstBad;
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

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A page of the record, newest first. */
export function listRecordLines(
  db: Database,
  page: { readonly offset: number; readonly limit: number; readonly gate?: Gate | undefined },
): RecordPage {
  const where = page.gate === undefined ? "" : "WHERE gate = ?";
  const filter = page.gate === undefined ? [] : [page.gate];
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
