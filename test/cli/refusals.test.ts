import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "../../main/cli/commands.ts";
import { json, kurabito, passphrase } from "./kurabito.ts";

const japanese = { env: { KURABITO_PASSPHRASE: passphrase, LANG: "ja_JP.UTF-8" } };

describe("what the command line refuses", () => {
  let folder = "";
  let path = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kurabito-cli-"));
    path = join(folder, "shop.kura");
    await json(["vault", "create", "--vault", path]);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("a wrong passphrase: exit 1, and not a byte of the vault changes", async () => {
    const before = await readFile(path);
    const around = { env: { KURABITO_PASSPHRASE: "not the passphrase at all" } };
    const { code, out, err } = await kurabito(["vault", "info", "--vault", path, "--json"], around);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "wrong-passphrase-or-damaged" } });
    expect(err).not.toContain("not the passphrase at all");
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  test("a file that is no vault stays as it is", async () => {
    const plain = join(folder, "notes.kura");
    await writeFile(plain, "just some notes");
    const { code } = await kurabito(["vault", "info", "--vault", plain]);
    expect(code).toBe(1);
    expect(await readFile(plain, "utf8")).toBe("just some notes");
  });

  test("a vault where there is one already", async () => {
    const before = await readFile(path);
    const { code, out } = await kurabito(["vault", "create", "--vault", path, "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "vault-exists" } });
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  test("a weak passphrase, before anything is written", async () => {
    const weak = join(folder, "weak.kura");
    const { code, out } = await kurabito(["vault", "create", "--vault", weak, "--json"], {
      env: { KURABITO_PASSPHRASE: "password1234" },
    });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "passphrase-too-weak" } });
    await expect(readFile(weak)).rejects.toThrow();
  });

  test("files that hold no table, each by itself, in words and in JSON", async () => {
    const [empty, headings, binary] = ["empty.csv", "headings.csv", "photo.csv"].map((name) =>
      join(folder, name),
    );
    await writeFile(empty ?? "", "");
    await writeFile(headings ?? "", "customer,date,amount\n");
    await writeFile(
      binary ?? "",
      Uint8Array.from({ length: 4000 }, (_, index) => (index * 37) % 256),
    );
    const files = [empty, headings, binary, join(folder, "nowhere.csv")].map(String);
    const { code, out } = await kurabito(["import", ...files, "--vault", path, "--json"], japanese);
    expect(code).toBe(1);
    const document = JSON.parse(out) as { files: { error: { code: string; message: string } }[] };
    expect(document.files.map(({ error }) => error.code)).toEqual([
      "file-empty",
      "file-no-rows",
      "file-binary",
      "file-unreadable",
    ]);
    for (const { error } of document.files) expect(error.message).toMatch(/(ください|しました)。|。/);
  });

  test.each([
    ["a command that is not there", ["backup", "--vault", "x"]],
    ["half a command", ["vault"]],
    ["an option that is not there", ["vault", "info", "--vault", "x", "--fast"]],
    ["a passphrase as an option", ["vault", "info", "--vault", "x", "--passphrase", "secret"]],
    ["no vault", ["vault", "info"]],
    ["a vault without a name", ["vault", "info", "--vault"]],
    ["no file", ["import", "--vault", "x"]],
    ["one word too many", ["record", "verify", "all", "--vault", "x"]],
    ["a number out of range", ["policy", "add", "--inactive-days", "3", "--action", "erase", "--vault", "x"]],
    [
      "a word out of a list",
      ["consent", "set", "1", "--purpose", "fun", "--state", "granted", "--vault", "x"],
    ],
    ["an id that is no number", ["import", "undo", "last", "--vault", "x"]],
    ["a condition that cannot be read", ["segment", "create", "s", "--where", "orders ~ 2", "--vault", "x"]],
    [
      "a dimension that is not there",
      ["release", "aggregate", "--by", "shoe size", "--out", "o", "--vault", "x"],
    ],
    [
      "a platform that is not there",
      ["release", "consented", "--segment", "s", "--to", "fax", "--out", "o", "--vault", "x"],
    ],
    [
      "a file and a vault at once",
      ["analyse", "rfm", "--in", "a.csv", "--set", "customer=1", "--set", "date=2", "--vault", "x"],
    ],
    ["a setting that is not there", ["analyse", "rfm", "--in", "a.csv", "--set", "colour=red"]],
    ["an unknown unit of time", ["analyse", "bgnbd", "--in", "a.csv", "--set", "unit=fortnight"]],
    ["a language that is not there", ["vault", "info", "--vault", "x", "--lang", "fr"]],
    ["nothing at all", []],
  ])("%s is a usage error", async (_, typed) => {
    const { code, out, err } = await kurabito(typed);
    expect(code).toBe(2);
    expect(out + err).toContain("kurabito");
  });

  test("no passphrase anywhere", async () => {
    const { code, err } = await kurabito(["vault", "info", "--vault", path], { env: {} });
    expect(code).toBe(2);
    expect(err).toContain("KURABITO_PASSPHRASE");
  });

  test("the passphrase may come on standard input", async () => {
    const info = await json<{ name: string }>(["vault", "info", "--vault", path], {
      env: {},
      input: `${passphrase}\n`,
    });
    expect(info.name).toBe("shop");
  });

  test("usage errors are one JSON document too", async () => {
    const { code, out } = await kurabito(["vault", "info", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "usage" } });
  });
});

describe("help", () => {
  test("lists every command in both languages", async () => {
    for (const language of ["ja", "en"] as const) {
      const { code, out } = await kurabito(["--help", "--lang", language]);
      expect(code).toBe(0);
      for (const { usage, summary } of commands) {
        expect(out).toContain(usage);
        expect(out).toContain(summary[language]);
      }
    }
  });

  test("of one command is about it alone", async () => {
    const { code, out } = await kurabito(["segment", "create", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("--where");
    expect(out).not.toContain("vault create");
  });
});
