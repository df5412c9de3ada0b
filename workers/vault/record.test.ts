import { beforeEach, describe, expect, test } from "vitest";
import { sqliteForTests } from "../../test/support/sqlite.ts";
import { canonicalJson } from "../base/canonical-json.ts";
import { Cancelled, unwatched } from "../base/job.ts";
import { migrate } from "./migrations/index.ts";
import { seedImage } from "./page-codec.ts";
import { listRecordLines, openRecord, type VaultRecord } from "./record.ts";
import { SqliteDatabase } from "./sqlite.ts";
import type { Act } from "./vault.ts";

const LINES = 200;
const key = Uint8Array.from({ length: 32 }, (_, i) => i);
let db: SqliteDatabase;
let record: VaultRecord;

const act = (i: number): Act => ({
  gate: i % 2 === 0 ? "use" : "intake",
  action: "imported",
  payload: { rows: i },
});

beforeEach(async () => {
  db = new SqliteDatabase(await sqliteForTests(), seedImage());
  migrate(db);
  record = openRecord(key);
  for (let i = 1; i <= LINES; i += 10)
    record.append(
      db,
      "2026-11-21T00:00:00.000Z",
      Array.from({ length: 10 }, (_, j) => act(i + j)),
    );
  db.run("DROP TRIGGER record_never_changes; DROP TRIGGER record_never_shrinks");
});

const verified = (): unknown => record.verify(db, unwatched);
const brokenAt = (line: number) => expect.objectContaining({ intact: false, firstBad: line }) as unknown;

describe("the record", () => {
  test("holds while nobody touches it, also under a key opened anew", async () => {
    expect(verified()).toEqual({ lines: LINES, intact: true });
    expect(openRecord(key).verify(db, unwatched)).toEqual({ lines: LINES, intact: true });
  });

  test("is the chain its documentation says", async () => {
    const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
    let prev = "0".repeat(64);
    for (let seq = 1; seq <= 3; seq++) {
      const line = { seq, at: "2026-11-21T00:00:00.000Z", ...act(seq) };
      const mac = await crypto.subtle.sign(
        "HMAC",
        hmac,
        new TextEncoder().encode(prev + canonicalJson(line)),
      );
      prev = Buffer.from(mac).toString("hex");
      expect(db.first("SELECT mac FROM record WHERE seq = ?", [seq])).toEqual({ mac: prev });
    }
  });

  test("holds for any text a line may carry, and finds it changed", () => {
    const odd = ['say "so"', "a\\b", "two\nlines", "顧客\u2028名簿", "\u0001", ""];
    record.append(
      db,
      'at "some" time',
      odd.map((action): Act => ({ gate: "keep", action, payload: { [action]: `値 "${action}"` } })),
    );
    expect(verified()).toEqual({ lines: LINES + odd.length, intact: true });
    odd.forEach((_, i) => {
      const seq = LINES + 1 + i;
      db.run("SAVEPOINT one");
      db.run("UPDATE record SET action = action || ' ' WHERE seq = ?", [seq]);
      expect(verified()).toEqual(brokenAt(seq));
      db.run("ROLLBACK TO one");
      db.run("UPDATE record SET payload = CAST(payload AS BLOB) WHERE seq = ?", [seq]);
      expect(verified()).toEqual(brokenAt(seq));
      db.run("ROLLBACK TO one; RELEASE one");
    });
  });

  test("a payload longer than any buffer holds", () => {
    record.append(db, "", [
      { gate: "keep", action: "x".repeat(5000), payload: { hash: "é".repeat(70_000) } },
    ]);
    expect(verified()).toEqual({ lines: LINES + 1, intact: true });
  });

  test.each([
    ["action", "action = 'x'"],
    ["gate", "gate = 'keep'"],
    ["time", "at = '2026-11-22T00:00:00.000Z'"],
    ["payload", "payload = '{\"rows\":0}'"],
    ["payload's spelling", "payload = replace(payload, ':', ': ')"],
    ["mac", "mac = replace(mac, substr(mac, 1, 1), 'g')"],
    ["prev", "prev = replace(prev, substr(prev, 1, 1), 'g')"],
  ])("a changed %s is found at its line", (_, change) => {
    for (const line of [1, 77, LINES]) {
      db.run("SAVEPOINT one");
      db.run(`UPDATE record SET ${change} WHERE seq = ${String(line)}`);
      expect(verified()).toEqual(brokenAt(line));
      db.run("ROLLBACK TO one; RELEASE one");
    }
    expect(verified()).toEqual({ lines: LINES, intact: true });
  });

  test("a line taken out, put in, or two put in each other's place", () => {
    db.run("SAVEPOINT one; DELETE FROM record WHERE seq = 50");
    expect(verified()).toEqual(brokenAt(50));
    db.run("ROLLBACK TO one");
    db.run(
      "UPDATE record SET seq = -1 WHERE seq = 60; UPDATE record SET seq = 60 WHERE seq = 61; UPDATE record SET seq = 61 WHERE seq = -1",
    );
    expect(verified()).toEqual(brokenAt(60));
    db.run("ROLLBACK TO one");
    db.run("INSERT INTO record SELECT 201, at, gate, action, payload, prev, mac FROM record WHERE seq = 200");
    expect(verified()).toEqual(brokenAt(201));
    db.run("ROLLBACK TO one; RELEASE one");
  });

  test("an end cut off is found, however much", () => {
    for (const left of [199, 100, 0]) {
      db.run("SAVEPOINT one");
      db.run("DELETE FROM record WHERE seq > ?", [left]);
      expect(verified()).toEqual(brokenAt(left + 1));
      db.run("DELETE FROM settings WHERE key = 'record_head'");
      if (left > 0) expect(verified()).toEqual(brokenAt(left + 1));
      db.run("ROLLBACK TO one; RELEASE one");
    }
  });

  test("another vault's record does not pass for this one's", async () => {
    const other = openRecord(new Uint8Array(32).fill(9));
    expect(other.verify(db, unwatched)).toEqual(brokenAt(1));
  });

  test("its triggers refuse changes", async () => {
    const guarded = new SqliteDatabase(await sqliteForTests(), seedImage());
    migrate(guarded);
    record.append(guarded, "2026-11-21T00:00:00.000Z", [act(1)]);
    expect(() => guarded.run("UPDATE record SET action = 'x'")).toThrow("append-only");
    expect(() => guarded.run("DELETE FROM record")).toThrow("append-only");
  });

  test("verification can be stopped", () => {
    const job = {
      check: () => {
        throw new Cancelled();
      },
      progress: () => undefined,
    };
    expect(() => record.verify(db, job)).toThrow(Cancelled);
  });

  test("is listed newest first, by gate", () => {
    const page = listRecordLines(db, { offset: 0, limit: 2, gate: "use" });
    expect(page.total).toBe(LINES / 2);
    expect(page.lines.map((line) => [line.seq, line.payload])).toEqual([
      [200, { rows: 200 }],
      [198, { rows: 198 }],
    ]);
  });
});
