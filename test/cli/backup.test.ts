import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { json, kurabito } from "./kurabito.ts";

interface Backup {
  readonly id: string;
  readonly reason: string;
}

describe("backups on the command line", () => {
  let folder = "";
  let path = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kurabito-backup-"));
    path = join(folder, "shop.kura");
    await json(["vault", "create", "--vault", path]);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const backups = (): Promise<readonly Backup[]> => json(["vault", "backups", "--vault", path]);

  test("one is made before the first write, one by hand, and both are listed without a passphrase", async () => {
    expect(await backups()).toEqual([]);
    await json(["segment", "create", "先", "--vault", path, "--where", "orders>=2"]);
    const made = await json<Backup & { state: string }>(["vault", "backup", "--vault", path]);
    expect(made).toMatchObject({ reason: "asked", state: "sound" });
    const { code, out } = await kurabito(["vault", "backups", "--vault", path], {
      env: { LANG: "en_GB.UTF-8" },
    });
    expect(code).toBe(0);
    expect(out).toContain(made.id);
    expect((await backups()).map(({ reason }) => reason)).toEqual(["asked", "daily"]);
  });

  test("going back brings the old state, keeps the present one, and stands in the record", async () => {
    const [newest] = await backups();
    await json(["segment", "create", "後", "--vault", path, "--where", "orders>=3"]);
    const before = await readFile(path);
    await json(["vault", "restore", "--vault", path, "--backup", newest?.id ?? ""]);
    const segments = await json<{ name: string }[]>(["segment", "list", "--vault", path]);
    expect(JSON.stringify(segments)).toContain("先");
    expect(JSON.stringify(segments)).not.toContain("後");
    const aside = (await backups()).find(({ reason }) => reason === "restore");
    expect((await readFile(join(folder, "shop.backups", `${aside?.id ?? ""}.kura`))).equals(before)).toBe(
      true,
    );
    const record = await kurabito(["record", "list", "--vault", path, "--json"]);
    expect(record.out).toContain('"restored"');
    expect((await kurabito(["vault", "check", "--vault", path])).code).toBe(0);
  });

  test("a vault that is destroyed comes back; a damaged backup is refused in words and changes nothing", async () => {
    const sound = (await backups()).find(({ reason }) => reason !== "restore");
    await writeFile(path, "gone");
    const folderOf = join(folder, "shop.backups");
    const [victim = ""] = (await readdir(folderOf)).filter((name) => name.endsWith("-restore.kura"));
    const bytes = await readFile(join(folderOf, victim));
    bytes[9000] = (bytes[9000] ?? 0) ^ 1;
    await writeFile(join(folderOf, victim), bytes);
    const refused = await kurabito([
      "vault",
      "restore",
      "--vault",
      path,
      "--backup",
      victim.replace(".kura", ""),
    ]);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/This backup is damaged \(1 of \d+ pages\)/);
    expect(await readFile(path, "utf8")).toBe("gone");
    await json(["vault", "restore", "--vault", path, "--backup", sound?.id ?? ""]);
    expect((await kurabito(["vault", "info", "--vault", path])).code).toBe(0);
    await rm(path);
    await json(["vault", "restore", "--vault", path]);
    expect((await kurabito(["vault", "info", "--vault", path])).code).toBe(0);
  });

  test("a backup that is not there", async () => {
    const { code, out } = await kurabito(["vault", "restore", "--vault", path, "--backup", "none", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "backup-missing" } });
  });
});
