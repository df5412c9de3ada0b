import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ErasureCertificate, ErasurePreview } from "../../workers/terms/erasure.ts";
import { json, kurabito } from "./kurabito.ts";

interface Backup {
  readonly id: string;
}

describe("erasing people on the command line", () => {
  let folder = "";
  let vault: readonly string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kurabito-erasure-"));
    vault = ["--vault", join(folder, "shop.kura")];
    await json(["vault", "create", ...vault]);
    const file = join(folder, "people.csv");
    await writeFile(
      file,
      "会員番号,氏名,メールアドレス,電話番号\nM-00000001,山田 花子,hanako@example.jp,09012345678\nM-00000002,佐藤 次郎,jiro@example.jp,09087654321\nM-00000003,佐藤 三郎,saburo@example.jp,\n",
    );
    await json(["import", file, ...vault]);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const names = async (): Promise<readonly string[]> =>
    (
      await json<{ rows: readonly { name: string }[] }>(["people", "list", ...vault, "--sort", "id"])
    ).rows.map(({ name }) => name);
  const misused = async (...typed: readonly string[]): Promise<number> =>
    (await kurabito(["subject", "erase", ...vault, ...typed])).code;

  test("says who, and why: otherwise it is used wrongly", async () => {
    expect(await misused("--reason", "x")).toBe(2);
    expect(await misused("--customer", "1", "--find", "x", "--reason", "x")).toBe(2);
    expect(await misused("--customer", "1;2", "--reason", "x")).toBe(2);
    expect(await misused("--customer", "1")).toBe(2);
  });

  test("--dry-run changes nothing, --find takes one person only", async () => {
    const preview = await json<ErasurePreview>([
      "subject",
      "erase",
      ...vault,
      "--find",
      "hanako@example.jp",
      "--dry-run",
    ]);
    expect(preview).toMatchObject({ people: 1, backups: 1 });
    const several = await kurabito([
      "subject",
      "erase",
      ...vault,
      "--find",
      "佐藤",
      "--reason",
      "請求",
      "--json",
    ]);
    expect([several.code, JSON.parse(several.out)]).toMatchObject([
      1,
      { error: { code: "subject-ambiguous" } },
    ]);
    const nobody = await kurabito(["subject", "erase", ...vault, "--find", "誰でもない", "--reason", "請求"]);
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining("Nobody is found")]);
    expect(await names()).toHaveLength(3);
  });

  test("erases, proves it and writes the certificate; a backup from before does not bring the person back", async () => {
    const out = join(folder, "out");
    const backup = await json<Backup>(["vault", "backup", ...vault]);
    const certificate = await json<ErasureCertificate & { paths: readonly string[] }>([
      "subject",
      "erase",
      ...vault,
      "--find",
      "hanako@example.jp",
      "--reason",
      "本人の請求による",
      "--out",
      out,
    ]);
    expect(certificate).toMatchObject({ people: 1, search: { hits: 0, rowsLeft: 0 } });
    expect(await readdir(out)).toEqual(
      ["html", "json"].map((ending) => `kurabito-erasure-${certificate.number}.${ending}`),
    );
    const { paths, ...written } = certificate;
    expect(JSON.parse(await readFile(paths.find((path) => path.endsWith(".json")) ?? "", "utf8"))).toEqual(
      written,
    );
    expect(await names()).toEqual(["佐藤 次郎", "佐藤 三郎"]);
    await json(["vault", "restore", ...vault, "--backup", backup.id]);
    expect(await names()).toEqual(["佐藤 次郎", "佐藤 三郎"]);
    const record = await json<{ lines: readonly { action: string }[] }>(["record", "list", ...vault]);
    expect(JSON.stringify(record)).toContain("erasure");
    expect((await kurabito(["vault", "check", ...vault])).code).toBe(0);
  });

  test("in words: what went, what was searched, what stays", async () => {
    const ids = await json<{ rows: readonly { id: number }[] }>(["people", "list", ...vault]);
    const typed = ids.rows.map(({ id }) => String(id)).join(",");
    const { code, out } = await kurabito([
      "subject",
      "erase",
      ...vault,
      "--customer",
      typed,
      "--reason",
      "closing",
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/People erased: 2\. Certificate: KE-20261121-[0-9a-f]{8}/u);
    expect(out).toMatch(/Found\s+0/u);
    const again = await kurabito([
      "subject",
      "erase",
      ...vault,
      "--customer",
      typed,
      "--reason",
      "closing",
      "--json",
    ]);
    expect([again.code, JSON.parse(again.out)]).toMatchObject([1, { error: { code: "customer-unknown" } }]);
  });
});
