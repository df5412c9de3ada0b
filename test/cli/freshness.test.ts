import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadOracle, openOracle } from "../interop/oracle.ts";
import { json, kurabito, passphrase } from "./kurabito.ts";

const PAGE_BYTES = 4096;

const Oracle = loadOracle();
if (Oracle === undefined)
  process.stdout.write("skipped: no SQLite3MultipleCiphers here (npm ci --prefix test/oracles)\n");

interface RecordLines {
  readonly lines: readonly { readonly action: string; readonly payload: unknown }[];
}

describe("a vault that is not the one last saved", () => {
  let folder = "";
  let path = "";
  let older: Buffer;

  const segment = (name: string) =>
    json(["segment", "create", name, "--vault", path, "--where", "orders>=2"]);
  const check = (...options: string[]) => kurabito(["vault", "check", "--vault", path, ...options]);
  const newestLine = async () =>
    (await json<RecordLines>(["record", "list", "--vault", path, "--limit", "1"])).lines[0];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kurabito-fresh-"));
    path = join(folder, "shop.kura");
    await json(["vault", "create", "--vault", path]);
    await segment("先");
    older = await readFile(path);
    await segment("後");
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("is checked fresh as long as nobody touches it", async () => {
    const { code, out } = await check();
    expect(code).toBe(0);
    expect(out).toContain("the file last saved");
    expect(await json(["vault", "check", "--vault", path])).toMatchObject({ freshness: "ok" });
  });

  test("with an old page put back: refused, left alone, opened only on purpose, and recorded", async () => {
    const file = await readFile(path);
    const page = Array.from({ length: older.length / PAGE_BYTES }, (_, i) => i).findLast(
      (i) =>
        older
          .subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES)
          .compare(file.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES)) !== 0,
    );
    if (page === undefined) throw new Error("no page differs");
    older.copy(file, page * PAGE_BYTES, page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
    await writeFile(path, file);
    for (const command of [
      ["vault", "info"],
      ["vault", "check"],
      ["segment", "list"],
      ["record", "verify"],
    ]) {
      const refused = await kurabito([...command, "--vault", path, "--json"]);
      expect(refused.code).toBe(1);
      expect(JSON.parse(refused.out)).toMatchObject({
        error: { code: "vault-not-fresh", details: { kind: "older" } },
      });
      expect(refused.err).toContain("Older data was put back");
      expect(refused.err).toContain("--accept-changed");
    }
    expect((await readFile(path)).equals(file)).toBe(true);
    expect((await check("--accept-changed")).code).toBe(0);
    expect((await check()).code).toBe(0);
    expect(await newestLine()).toMatchObject({
      action: "accepted-outside-change",
      payload: { found: "older" },
    });
  });

  test("without its manifest: said so, in Japanese, too", async () => {
    await rm(`${path}.fresh`);
    const { code, err } = await kurabito(["vault", "info", "--vault", path], {
      env: { KURABITO_PASSPHRASE: passphrase, LANG: "ja_JP.UTF-8" },
    });
    expect(code).toBe(1);
    expect(err).toContain(".fresh");
    expect(err).toContain("最新かどうか");
    expect((await check("--accept-changed")).code).toBe(0);
    expect(await newestLine()).toMatchObject({ payload: { found: "unknown" } });
  });

  test.skipIf(Oracle === undefined)("edited by SQLite3MultipleCiphers: opened only on purpose", async () => {
    const theirs = openOracle(Oracle!, path, passphrase);
    theirs.exec("UPDATE segments SET name = '外で' WHERE name = '先'");
    theirs.close();
    const refused = await kurabito(["segment", "list", "--vault", path, "--json"]);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({
      error: { code: "vault-not-fresh", details: { kind: "edited" } },
    });
    expect((await check("--accept-changed")).code).toBe(0);
    expect(await newestLine()).toMatchObject({ payload: { found: "edited" } });
    expect(JSON.stringify(await json(["segment", "list", "--vault", path]))).toContain("外で");
  });

  test.skipIf(Oracle === undefined)("with its record cut off at the end, seal and all", async () => {
    const before = join(folder, "before.kura");
    await copyFile(path, before);
    const old = openOracle(Oracle!, before, passphrase);
    const [{ value } = { value: "" }] = old
      .prepare("SELECT value FROM settings WHERE key = 'record_head'")
      .all();
    const [{ lines } = { lines: 0 }] = old.prepare("SELECT count(*) AS lines FROM record").all();
    old.close();
    await segment("切られる");
    const theirs = openOracle(Oracle!, path, passphrase);
    // Who has the passphrase can undo the newest act and put the record's old seal back.
    const [{ lines: then } = { lines: 0 }] = theirs.prepare("SELECT count(*) AS lines FROM record").all();
    theirs.exec("DROP TRIGGER record_never_shrinks");
    theirs.prepare("DELETE FROM record WHERE seq > ?").run(lines);
    theirs.prepare("UPDATE settings SET value = ? WHERE key = 'record_head'").run(value);
    theirs.close();
    const refused = await kurabito(["record", "verify", "--vault", path, "--json"]);
    expect(JSON.parse(refused.out)).toMatchObject({
      error: {
        code: "vault-not-fresh",
        details: { kind: "edited", linesNow: lines, linesThen: then },
      },
    });
    expect((await check("--accept-changed")).code).toBe(0);
    expect(await newestLine()).toMatchObject({
      payload: { found: "edited", linesNow: lines, linesThen: then },
    });
  });
});
