import { beforeAll, describe, expect, test } from "vitest";
import { sqliteForTests } from "../../test/support/sqlite.ts";
import { unwatched } from "../base/job.ts";
import { migrate } from "./migrations/index.ts";
import { seedImage } from "./page-codec.ts";
import { openRecord, type VaultRecord } from "./record.ts";
import { SqliteDatabase } from "./sqlite.ts";

/*
 * Whoever has the passphrase can write to the record with any SQLCipher program, triggers or not; what they cannot do
 * without leaving a trace is change what it says.
 */
const LINES = 10_000;
const places = [1, 4096, 4097, 9999, LINES];

let db: SqliteDatabase;
let record: VaultRecord;

beforeAll(async () => {
  ({ db, record } = await filled(1));
  const other = await filled(2);
  db.run("CREATE TABLE other AS SELECT * FROM record WHERE 0; CREATE TABLE other_head (value TEXT)");
  const put = db.prepare("INSERT INTO other VALUES (?, ?, ?, ?, ?, ?, ?)");
  other.db.each("SELECT * FROM record ORDER BY seq", [], (row) => {
    put.run(row);
  });
  put.free();
  const head = other.db.first<{ value: string }>("SELECT value FROM settings WHERE key = 'record_head'");
  db.run("INSERT INTO other_head VALUES (?)", [head?.value ?? null]);
  other.db.close();
});

async function filled(seed: number): Promise<{ db: SqliteDatabase; record: VaultRecord }> {
  const made = new SqliteDatabase(await sqliteForTests(), seedImage());
  migrate(made);
  const chain = openRecord(new Uint8Array(32).fill(seed));
  made.run("BEGIN");
  chain.append(
    made,
    "2026-11-22T00:00:00.000Z",
    Array.from({ length: LINES }, (_, i) => ({
      gate: "use" as const,
      action: "set-consent",
      payload: { subject: i },
    })),
  );
  made.run("COMMIT; DROP TRIGGER record_never_changes; DROP TRIGGER record_never_shrinks");
  return { db: made, record: chain };
}

/** Verifies after some SQL, which is then taken back. */
function after(sql: string): unknown {
  db.run("SAVEPOINT tampered");
  try {
    db.run(sql);
    return record.verify(db, unwatched);
  } finally {
    db.run("ROLLBACK TO tampered; RELEASE tampered");
  }
}

const brokenAt = (firstBad: number): unknown => expect.objectContaining({ intact: false, firstBad });

describe("10,000 lines of the record", () => {
  test("hold", () => {
    expect(record.verify(db, unwatched)).toEqual({ lines: LINES, intact: true });
  });

  test.each(places)("line %i changed, in any column", (line) => {
    for (const column of ["at", "gate", "action", "payload", "prev", "mac"])
      expect(
        after(`UPDATE record SET ${column} = replace(${column}, substr(${column}, 2, 1), '#')
               WHERE seq = ${String(line)}`),
        column,
      ).toEqual(brokenAt(line));
  });

  test.each(places)("line %i deleted, with and without closing the gap", (line) => {
    const at = String(line);
    expect(after(`DELETE FROM record WHERE seq = ${at}`)).toEqual(brokenAt(line));
    expect(
      after(`DELETE FROM record WHERE seq = ${at}; UPDATE record SET seq = seq - 1 WHERE seq > ${at}`),
    ).toEqual(brokenAt(line));
  });

  test.each(places)("a line inserted after line %i: made up, or copied", (line) => {
    const at = String(line);
    const room = `UPDATE record SET seq = -seq - 1 WHERE seq > ${at}; UPDATE record SET seq = -seq WHERE seq < 0;`;
    expect(
      after(`${room} INSERT INTO record SELECT seq + 1, at, gate, 'invented', payload, mac, prev
             FROM record WHERE seq = ${at}`),
    ).toEqual(brokenAt(line + 1));
    expect(
      after(`${room} INSERT INTO record SELECT seq + 1, at, gate, action, payload, prev, mac
             FROM record WHERE seq = ${at}`),
    ).toEqual(brokenAt(line + 1));
  });

  test.each(places.filter((line) => line < LINES))("line %i and the next in each other's place", (line) => {
    const [one, next] = [String(line), String(line + 1)];
    expect(
      after(`UPDATE record SET seq = -1 WHERE seq = ${one}; UPDATE record SET seq = ${one} WHERE seq = ${next};
             UPDATE record SET seq = ${next} WHERE seq = -1`),
    ).toEqual(brokenAt(line));
  });

  test.each([0, ...places.filter((line) => line < LINES)])("everything after line %i cut off", (line) => {
    expect(after(`DELETE FROM record WHERE seq > ${String(line)}`)).toEqual(brokenAt(line + 1));
  });

  test.each(places)("line %i taken from another vault's record", (line) => {
    const at = String(line);
    expect(
      after(`DELETE FROM record WHERE seq = ${at}; INSERT INTO record SELECT * FROM other WHERE seq = ${at}`),
    ).toEqual(brokenAt(line));
  });

  test("the whole record of another vault, seal and all", () => {
    expect(
      after(`DELETE FROM record; INSERT INTO record SELECT * FROM other;
             UPDATE settings SET value = (SELECT value FROM other_head) WHERE key = 'record_head'`),
    ).toEqual(brokenAt(1));
  });
});
