import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { deriveVaultKey } from "../../workers/vault/key.ts";
import { latestVersion } from "../../workers/vault/migrations/index.ts";
import { decryptImage, encryptImage, saltOf } from "../../workers/vault/page-codec.ts";
import { newHome, openApp, type RunningApp } from "./fixture.ts";
import { kurabito, kurabitoJson, withCopy } from "./support/command-line.ts";
import {
  button,
  counts,
  makeVault,
  passphrase,
  sentence,
  startImport,
  toCheck,
  typePassphrase,
} from "./support/desk.ts";
import { retailShop } from "./support/retail.ts";

/** Where SQLite keeps `user_version` in a database's first page (file format, 1.3). */
const userVersionAt = 60;

/** The same vault as a later version of the program would have left it. */
async function fromTheFuture(vault: Uint8Array<ArrayBuffer>, version: number): Promise<Uint8Array> {
  const key = await deriveVaultKey(new TextEncoder().encode(passphrase), saltOf(vault));
  const image = await decryptImage(key, vault);
  if (!image) throw new Error("the vault does not open");
  new DataView(image.buffer, image.byteOffset).setUint32(userVersionAt, version);
  const encrypted = await encryptImage(key, image);
  key.close();
  return encrypted;
}

test.describe("files that are not to be opened", () => {
  let app: RunningApp;
  let home: string;

  test.beforeAll(async () => {
    home = newHome();
    const vault = join(home, "later.kura");
    const made = await kurabito(["vault", "create", "--vault", vault], passphrase);
    expect(made.code).toBe(0);
    writeFileSync(vault, await fromTheFuture(new Uint8Array(readFileSync(vault)), 99));
    writeFileSync(
      join(home, "letter.kura"),
      "Dear Sir or Madam, this is a letter and no vault.\n".repeat(400),
    );
    writeFileSync(join(home, "nothing.kura"), "");
    app = await openApp({ home });
  });

  test.afterAll(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });

  for (const [name, code, details] of [
    ["later", "vault-newer-than-program", { vault: 99, program: latestVersion }],
    ["letter", "not-a-vault", {}],
    ["nothing", "not-a-vault", {}],
  ] as const)
    test(`${name}: refused as ${code}, and the file is left alone`, async () => {
      const path = join(home, `${name}.kura`);
      const bytes = readFileSync(path);
      await button(app, "welcome:openNamed", { name }).click();
      await typePassphrase(app, passphrase);
      await expect(sentence(app, `shared-faults:${code}`, details)).toBeVisible();
      expect(readFileSync(path).equals(bytes)).toBe(true);
      await expect(button(app, "welcome:deleteSample")).toHaveCount(0);
      const { code: exit, out } = await kurabito(["vault", "info", "--vault", path, "--json"], passphrase);
      expect(exit).toBe(1);
      expect(out).toContain(code);
      await button(app, "welcome:otherVault").click();
    });

  test("a path that leads nowhere is refused in words", async () => {
    await button(app, "welcome:openOther").click();
    await app.page.getByLabel(app.t("welcome:pathLabel")).fill("no-such-vault");
    await button(app, "welcome:open").last().click();
    await typePassphrase(app, passphrase);
    await expect(sentence(app, "shared-faults:vault-missing")).toBeVisible();
    expect(existsSync(join(home, "no-such-vault.kura"))).toBe(false);
    await button(app, "welcome:otherVault").click();
  });
});

test("a disk that is full while saving: the window says so, the old file is whole, and saving again works", async () => {
  test.skip(
    process.platform !== "linux" || process.getuid?.() !== 0,
    "a small disk of its own needs root on Linux",
  );
  const folder = mkdtempSync(join(tmpdir(), "kurabito-full-"));
  const elsewhere = mkdtempSync(join(tmpdir(), "kurabito-retail-"));
  // Room for an empty vault and its backup, not for what is brought in.
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1100k", "tmpfs", folder]);
  test.skip(mounted.status !== 0, "this machine lets nobody mount a small disk");
  let app: RunningApp | undefined;
  try {
    app = await openApp({ home: folder });
    const { t } = app;
    const vault = await makeVault(app, folder, "full");
    const before = readFileSync(vault);
    const retail = retailShop(undefined, elsewhere, 4000);
    await startImport(app, retail.path);
    await toCheck(app);
    await button(app, "import:importNow", { count: 1 }).click();
    await expect(sentence(app, "shell:saveFailedTitle").first()).toBeVisible({ timeout: 30_000 });
    await expect(sentence(app, "shared-faults:save-failed-disk-full").first()).toBeVisible();
    await expect(app.page.locator(".statusbar")).toContainText(t("shell:notSaved"));
    expect(readFileSync(vault).equals(before)).toBe(true);
    const info = await withCopy(vault, (copy) =>
      kurabitoJson<{ orders: number }>(["vault", "info", "--vault", copy], passphrase),
    );
    expect(info.orders).toBe(0);
    expect(spawnSync("mount", ["-o", "remount,size=32m", folder]).status).toBe(0);
    await button(app, "shell:saveAgain").click();
    await expect(app.page.locator(".statusbar").getByText(t("shell:saved"), { exact: true })).toBeVisible();
    const { orders } = await counts(app);
    expect(orders).toBe(retail.invoices);
    const later = await withCopy(vault, (copy) =>
      kurabitoJson<{ orders: number }>(["vault", "info", "--vault", copy], passphrase),
    );
    expect(later.orders).toBe(orders);
  } finally {
    await app?.close();
    spawnSync("umount", [folder]);
    for (const made of [folder, elsewhere]) rmSync(made, { recursive: true, force: true });
  }
});
