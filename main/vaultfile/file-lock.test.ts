import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diskFileSystem } from "./file-system.ts";
import { lockNameOf, takeLock } from "./file-lock.ts";
import { createVaultStore } from "./vault-store.ts";

describe("a lock that is held", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kurabito-lock-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("tells whose it is and since when, while its process runs here", async () => {
    const path = join(folder, "here.kura");
    const since = Date.UTC(2026, 10, 21, 9);
    const lock = await takeLock(diskFileSystem, path, () => since);
    expect(await takeLock(diskFileSystem, path)).toEqual({
      ok: false,
      error: { pid: process.pid, here: true, since },
    });
    if (lock.ok) await lock.value.release();
  });

  test("of another computer, or of an older version that wrote no time, tells what it can", async () => {
    const path = join(folder, "elsewhere.kura");
    await writeFile(path, "x".repeat(4096));
    const lock = await takeLock(diskFileSystem, path);
    const name = lockNameOf(path);
    const holder = JSON.parse(await readFile(name, "utf8")) as Record<string, unknown>;
    await writeFile(name, JSON.stringify({ ...holder, boot: "another computer's" }));
    expect(await createVaultStore().open(path)).toMatchObject({
      error: { code: "vault-in-use", details: { kind: "elsewhere", since: holder["since"] } },
    });
    await writeFile(name, JSON.stringify({ ...holder, since: undefined }));
    expect(await createVaultStore().open(path)).toEqual({ ok: false, error: { code: "vault-in-use" } });
    if (lock.ok) await lock.value.release();
  });
});
