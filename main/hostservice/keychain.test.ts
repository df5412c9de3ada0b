import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { failingFileSystem } from "../../test/support/failing-file-system.ts";
import { fault } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import { diskFileSystem } from "../vaultfile/file-system.ts";
import { createKeychainStore, noKeychain, type KeychainBackend, type SystemKeychain } from "./keychain.ts";

const item = () => ({
  secret: Uint8Array.from({ length: 32 }, (_, i) => i + 1),
  wrapped: Uint8Array.from({ length: 60 }, (_, i) => 255 - i),
});
const secretForms = [
  Buffer.from(item().secret),
  Buffer.from(Buffer.from(item().secret).toString("base64")),
  Buffer.from(Buffer.from(item().secret).toString("hex")),
];

/** A keychain that seals by turning every bit, as far as this contract can tell from a real one. */
function workingKeychain(backend: KeychainBackend = { name: "gnome_libsecret" }): SystemKeychain {
  const turned = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
  return {
    backend: () => Promise.resolve(backend),
    encrypt: (text) => Promise.resolve(turned(new TextEncoder().encode(text))),
    decrypt: (sealed) => Promise.resolve(new TextDecoder().decode(turned(sealed))),
  };
}

let folder: string;
let vault: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-keychain-"));
  vault = join(folder, "shop.kura");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const store = (keychain: SystemKeychain) => createKeychainStore(diskFileSystem, keychain);

describe("a keychain that works", () => {
  test("keeps an item beside the vault, gives it back, and forgets it", async () => {
    const keychain = store(workingKeychain());
    expect(await keychain.status(vault)).toEqual(ok({ available: true, stored: false }));
    expect(await keychain.fetch(vault)).toEqual(fault("keychain-failed"));
    expect(await keychain.store(vault, item())).toEqual(ok(null));
    expect(readdirSync(folder)).toEqual(["shop.kura.keychain"]);
    expect(await keychain.status(vault)).toEqual(ok({ available: true, stored: true }));
    expect(await keychain.fetch(vault)).toEqual(ok(item()));
    expect(await keychain.store(vault, { ...item(), wrapped: new Uint8Array(60) })).toEqual(ok(null));
    expect(await keychain.fetch(vault)).toEqual(ok({ ...item(), wrapped: new Uint8Array(60) }));
    expect(await keychain.forget(vault)).toEqual(ok(null));
    expect(await keychain.forget(vault)).toEqual(ok(null));
    expect(readdirSync(folder)).toEqual([]);
  });

  test("what lies on the disk is not the secret in any form", async () => {
    await store(workingKeychain()).store(vault, item());
    const bytes = readFileSync(`${vault}.keychain`);
    for (const form of secretForms) expect(bytes.includes(form)).toBe(false);
  });
});

describe("a keychain that cannot be trusted", () => {
  const refusing = (refusal: "host" | "plaintext" | "unavailable"): SystemKeychain =>
    workingKeychain({ refusal });
  test.each([
    ["is not there", noKeychain, "host"],
    ["hides in plain text only (basic_text)", refusing("plaintext"), "plaintext"],
    ["is unavailable", refusing("unavailable"), "unavailable"],
    [
      "throws when asked",
      { ...workingKeychain(), backend: () => Promise.reject(new Error("dbus")) },
      "unavailable",
    ],
  ] as const)("one that %s: no key is written, and the window is told why", async (_, keychain, reason) => {
    const kept = store(keychain);
    expect(await kept.status(vault)).toEqual(ok({ available: false, reason, stored: false }));
    expect(await kept.store(vault, item())).toEqual(fault("keychain-unavailable"));
    expect(await kept.fetch(vault)).toEqual(fault("keychain-unavailable"));
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ["seals nothing", { encrypt: (text: string) => Promise.resolve(new TextEncoder().encode(text)) }],
    ["does not open what it sealed", { decrypt: () => Promise.resolve("garbage") }],
    ["throws at sealing", { encrypt: () => Promise.reject(new Error("locked")) }],
    ["throws at opening", { decrypt: () => Promise.reject(new Error("locked")) }],
  ])("one that %s: no key is written", async (_, broken) => {
    expect(await store({ ...workingKeychain(), ...broken }).store(vault, item())).toEqual(
      fault("keychain-unavailable"),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test("one that changed under the item: it is not asked to open it, and the item can be made anew", async () => {
    await store(workingKeychain()).store(vault, item());
    let asked = 0;
    const other = workingKeychain({ name: "kwallet6" });
    const changed = store({ ...other, decrypt: (sealed) => (asked++, other.decrypt(sealed)) });
    expect(await changed.status(vault)).toEqual(ok({ available: true, reason: "changed", stored: false }));
    expect(await changed.fetch(vault)).toEqual(fault("keychain-failed"));
    expect(asked).toBe(0);
    expect(await changed.store(vault, item())).toEqual(ok(null));
    expect(await changed.fetch(vault)).toEqual(ok(item()));
  });

  test("one that decrypts to garbage or fails: the passphrase is asked for, the item stays as it was", async () => {
    await store(workingKeychain()).store(vault, item());
    const before = readFileSync(`${vault}.keychain`);
    const throwing = { ...workingKeychain(), decrypt: () => Promise.reject(new Error("denied")) };
    expect(await store(throwing).fetch(vault)).toEqual(fault("keychain-failed"));
    const garbage = { ...workingKeychain(), decrypt: () => Promise.resolve("ごみ") };
    const fetched = await store(garbage).fetch(vault);
    // What is no secret of 32 bytes is refused by the worker; here it must only not be the secret.
    if (fetched.ok) expect(fetched.value.secret).not.toEqual(item().secret);
    expect(readFileSync(`${vault}.keychain`).equals(before)).toBe(true);
  });
});

test("a damaged or foreign item is none", async () => {
  const keychain = store(workingKeychain());
  await keychain.store(vault, item());
  const whole = readFileSync(`${vault}.keychain`, "utf8");
  for (const text of ["", "{}", whole.slice(0, -5), whole.replace("kurabito", "other"), "x".repeat(20_000)]) {
    writeFileSync(`${vault}.keychain`, text);
    expect(await keychain.status(vault)).toEqual(ok({ available: true, stored: false }));
    expect(await keychain.fetch(vault)).toEqual(fault("keychain-failed"));
  }
});

test("a disk that fails at any call leaves the old item or the new one, and nothing unfinished", async () => {
  const fs = failingFileSystem();
  const keychain = createKeychainStore(fs, workingKeychain());
  for (let at = 1, done = false; !done; at++) {
    await store(workingKeychain()).store(vault, item());
    fs.failAt(at, "ENOSPC");
    const stored = await keychain.store(vault, { ...item(), wrapped: new Uint8Array(60) });
    done = !fs.failed();
    fs.failAt(0, "");
    const { wrapped } = await store(workingKeychain())
      .fetch(vault)
      .then((fetched) => (fetched.ok ? fetched.value : item()));
    expect([0, 255]).toContain(wrapped[0]);
    if (stored.ok) expect(wrapped[0]).toBe(0);
    else expect(stored).toEqual(fault("save-failed-disk-full"));
    expect(readdirSync(folder)).toEqual(["shop.kura.keychain"]);
  }
});
