import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { json, kurabito, passphrase, type Ran } from "./kurabito.ts";

const second = "梅雨明けの商店街で傘を三本買う";
const third = "nineteen oyster lantern wagtail";

describe("passphrase and recovery code on the command line", () => {
  let folder = "";
  let path = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kurabito-keys-"));
    path = join(folder, "shop.kura");
    await json(["vault", "create", "--vault", path]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const opens = async (env: Readonly<Record<string, string>>): Promise<boolean> =>
    (await kurabito(["vault", "info", "--vault", path], { env })).code === 0;
  const change = (
    around: { env?: Record<string, string>; input?: string },
    ...more: string[]
  ): Promise<Ran> =>
    kurabito(["vault", "passphrase", "--vault", path, "--json", ...more], { env: {}, ...around });

  test("changes it with both from the environment, and back with both on standard input", async () => {
    const env = { KURABITO_PASSPHRASE: passphrase, KURABITO_NEW_PASSPHRASE: second };
    expect((await change({ env })).code).toBe(0);
    expect(await opens({ KURABITO_PASSPHRASE: passphrase })).toBe(false);
    expect(await opens({ KURABITO_PASSPHRASE: second })).toBe(true);
    expect((await change({ input: `${second}\r\n${passphrase}\r\n` })).code).toBe(0);
    expect(await opens({ KURABITO_PASSPHRASE: passphrase })).toBe(true);
    expect((await readdir(folder)).filter((name) => name.endsWith(".new"))).toEqual([]);
  });

  test("the passphrase from the environment, the new one on standard input; a weak or missing one changes nothing", async () => {
    const env = { KURABITO_PASSPHRASE: passphrase };
    expect((await change({ env, input: "short\n" })).out).toContain("passphrase-too-weak");
    expect(await change({ env })).toMatchObject({ code: 2 });
    expect(await change({})).toMatchObject({ code: 2 });
    expect((await change({ env: { KURABITO_PASSPHRASE: third }, input: `${second}\n` })).out).toContain(
      "wrong-passphrase-or-damaged",
    );
    expect(await opens(env)).toBe(true);
  });

  test("a recovery code opens it for any command, sets a new passphrase, and is void then", async () => {
    const kit = await json<{ code: string; hex: string }>(["vault", "recovery-kit", "--vault", path]);
    expect(kit.hex).toMatch(/^[0-9a-f]{64}$/);
    const { out } = await kurabito(["vault", "recovery-kit", "--vault", path, "--lang", "ja"]);
    expect(out).toContain(kit.code);
    expect(out).toContain(`PRAGMA key = "x'${kit.hex}'";`);
    expect(await opens({ KURABITO_RECOVERY_CODE: kit.code.toLowerCase() })).toBe(true);
    const mistyped = await change({ input: `${kit.code}0\n${second}\n` }, "--recovery-code");
    expect(mistyped.out).toContain("recovery-code-mistyped");
    expect((await change({ input: `${kit.code}\n${second}\n` }, "--recovery-code")).code).toBe(0);
    expect(await opens({ KURABITO_RECOVERY_CODE: kit.code })).toBe(false);
    expect(await opens({ KURABITO_PASSPHRASE: second })).toBe(true);
    const record = await kurabito(["record", "list", "--vault", path], {
      env: { KURABITO_PASSPHRASE: second },
    });
    expect(record.out).toContain("recovery-kit");
    for (const secret of [kit.code, kit.hex, passphrase, second]) expect(record.out).not.toContain(secret);
  });

  test("neither is taken as an argument, and none is shown by what went wrong", async () => {
    const { code, err } = await kurabito(["vault", "passphrase", "--vault", path, "--recovery-code", third]);
    expect(code).toBe(2);
    expect(err).toContain("argument");
    const failed = await change({ env: { KURABITO_PASSPHRASE: third, KURABITO_NEW_PASSPHRASE: second } });
    for (const secret of [third, second]) expect(failed.out + failed.err).not.toContain(secret);
  });
});
