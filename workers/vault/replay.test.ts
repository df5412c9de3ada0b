import { beforeAll, describe, expect, test } from "vitest";
import { memoryPorts, type TestPorts } from "../../test/support/vault-ports.ts";
import { unwatched } from "../base/job.ts";
import type { StoredVault } from "../terms/vault-file.ts";
import { rawKey } from "./change-key.ts";
import { createVault, openVault } from "./open-vault.ts";
import { PAGE_BYTES } from "./page-codec.ts";
import type { Vault } from "./vault.ts";

/*
 * SQLCipher's HMAC binds a page to its number, not to its version: an old page put back over a newer file passes every
 * check of SQLCipher and SQLite, and a withdrawn consent is given again. Here every such replay has to be noticed.
 */
const LEAST_PAGES = 40;
const VERSIONS = 6;

let versions: readonly StoredVault[];
let newest: StoredVault;
let raw: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  const ports = memoryPorts();
  const made = await createVault(ports, new TextEncoder().encode("七転び八起き correct horse"), {
    name: "店",
    sample: false,
  });
  if (!made.ok) throw new Error(made.error.code);
  const vault = made.value;
  raw = vault.copyRawKey();
  await fill(vault);
  const kept: StoredVault[] = [];
  for (let version = 0; version < VERSIONS; version++) {
    await touchEverything(vault, version);
    if (version === VERSIONS - 1) await setConsent(vault, "denied");
    else if (version === 2) await vault.rebuild();
    kept.push(structuredClone(stored(ports)));
  }
  vault.close();
  versions = kept;
  newest = kept[VERSIONS - 1]!;
});

function stored(ports: TestPorts): StoredVault {
  const now = ports.vaultFile.stored;
  if (now === undefined) throw new Error("nothing was saved");
  return now;
}

async function fill(vault: Vault): Promise<void> {
  await vault.change(["people"], () => {
    for (let i = 1; i <= 300; i++) {
      vault.db.run(
        "INSERT INTO customers (id, import_id, source, full_name, search_key) VALUES (?, 1, 'shop', ?, ?)",
        [i, `顧客 ${String(i)} ${"x".repeat(200)}`, String(i)],
      );
      vault.db.run(
        "INSERT INTO orders (customer_id, source, day, amount, currency, import_id, order_key) VALUES (?, 'shop', ?, 100, 'JPY', 1, ?)",
        [i, i, `ORDER-${String(i)}`],
      );
    }
  });
  await setConsent(vault, "granted");
}

const setConsent = (vault: Vault, state: string) =>
  vault.change(["consent"], (note) => {
    vault.db.run(
      "INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source) VALUES (1, 'email_marketing', 'self', ?, '', '', 'test')",
      [state],
    );
    note({ gate: "use", action: "set-consent", payload: { state } });
  });

const touchEverything = (vault: Vault, version: number) =>
  vault.change(["people"], (note) => {
    vault.db.run("UPDATE customers SET full_name = full_name || ?", [String(version)]);
    vault.db.run("UPDATE orders SET amount = amount + 1, day = day + 1, order_key = order_key || 'x'");
    vault.db.run("INSERT INTO segments (name, definition, created_at) VALUES (?, '{}', '')", [
      String(version),
    ]);
    note({ gate: "use", action: "fit-lifetime", payload: { run: version } });
  });

/** The newest file with these pages (from 0) as they were in an older version; undefined where none differs. */
function replayed(older: StoredVault, pages: readonly number[]): StoredVault | undefined {
  const bytes = newest.bytes.slice();
  let differs = false;
  for (const page of pages) {
    const old = older.bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
    if (old.length === 0) return undefined;
    differs ||= Buffer.compare(old, bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES)) !== 0;
    bytes.set(old, page * PAGE_BYTES);
  }
  return differs ? { bytes, manifests: newest.manifests } : undefined;
}

async function opened(file: StoredVault, acceptChanged = false) {
  const ports = memoryPorts();
  ports.vaultFile.stored = structuredClone(file);
  const answer = await openVault(ports, rawKey(raw.slice()), { acceptChanged });
  return { ports, answer };
}

const older = expect.objectContaining({
  ok: false,
  error: expect.objectContaining({
    code: "vault-not-fresh",
    details: expect.objectContaining({ kind: "older", savedAt: "2026-11-21T00:00:00.000Z" }) as unknown,
  }) as unknown,
}) as unknown;

const pageCount = (): number => newest.bytes.byteLength / PAGE_BYTES;

describe("an old page put back", () => {
  test("the vault is as large as the test says, and opens as it was saved", async () => {
    expect(pageCount()).toBeGreaterThanOrEqual(LEAST_PAGES);
    const { answer } = await opened(newest);
    expect(answer.ok).toBe(true);
    if (answer.ok) answer.value.close();
  });

  test("every single page, as it was in every older version", async () => {
    let replays = 0;
    const touched = new Set<number>();
    for (const version of versions.slice(0, -1))
      for (let page = 0; page < pageCount(); page++) {
        const file = replayed(version, [page]);
        if (file === undefined) continue;
        expect((await opened(file)).answer, `page ${String(page + 1)}`).toEqual(older);
        touched.add(page);
        replays++;
      }
    expect(touched.size).toBeGreaterThanOrEqual(LEAST_PAGES);
    expect(replays).toBeGreaterThan(3 * LEAST_PAGES);
  });

  test("page 1 together with each other page", async () => {
    let replays = 0;
    for (const version of [versions[0]!, versions[VERSIONS - 2]!])
      for (let page = 1; page < pageCount(); page++) {
        const file = replayed(version, [0, page]);
        if (file === undefined) continue;
        expect((await opened(file)).answer, `pages 1 and ${String(page + 1)}`).toEqual(older);
        replays++;
      }
    expect(replays).toBeGreaterThan(LEAST_PAGES);
  });

  test("a whole older file beside the newest manifest, and one cut off", async () => {
    for (const version of versions.slice(0, -1))
      expect((await opened({ bytes: version.bytes, manifests: newest.manifests })).answer).toEqual(older);
    const cut = newest.bytes.slice(0, -PAGE_BYTES);
    expect((await opened({ bytes: cut, manifests: newest.manifests })).answer).toEqual(older);
  });

  test("a withdrawn consent that came back is told; accepted on purpose, the record keeps it", async () => {
    const before = versions[VERSIONS - 2]!;
    // All pages that the withdrawal wrote: what SQLCipher calls a sound file, consistent in itself.
    const changed = Array.from({ length: pageCount() }, (_, page) => page).filter(
      (page) => replayed(before, [page]) !== undefined,
    );
    const file = replayed(before, changed);
    if (file === undefined) throw new Error("nothing differs");
    const { answer } = await opened(file);
    expect(answer).toEqual(older);
    const accepted = await opened(file, true);
    if (!accepted.answer.ok) throw new Error(accepted.answer.error.code);
    const vault = accepted.answer.value;
    expect(vault.db.rows("SELECT state FROM consents ORDER BY id")).toEqual([{ state: "granted" }]);
    expect(
      vault.db.first("SELECT gate, action, payload FROM record ORDER BY seq DESC LIMIT 1"),
    ).toMatchObject({ gate: "vault", action: "accepted-outside-change" });
    expect(vault.verifyRecord(unwatched).intact).toBe(true);
    vault.close();
    // The acceptance was saved with a manifest of its own: the next time there is nothing to ask.
    const again = await opened(stored(accepted.ports));
    expect(again.answer.ok).toBe(true);
    if (again.answer.ok) again.answer.value.close();
  });

  test("what cannot be noticed without a memory elsewhere: file and manifest put back together", async () => {
    const { answer } = await opened(versions[1]!);
    expect(answer.ok).toBe(true);
    if (answer.ok) answer.value.close();
  });
});

describe("a manifest", () => {
  test("that is missing is noticed, and accepted on purpose", async () => {
    for (const manifests of [[], [new Uint8Array(0)], [new Uint8Array([1, 2, 3])]]) {
      const { answer } = await opened({ bytes: newest.bytes, manifests });
      expect(answer).toMatchObject({ error: { code: "vault-not-fresh", details: { kind: "unknown" } } });
    }
    const { answer, ports } = await opened({ bytes: newest.bytes, manifests: [] }, true);
    if (!answer.ok) throw new Error(answer.error.code);
    answer.value.close();
    expect((await opened(stored(ports))).answer.ok).toBe(true);
  });

  test("of an older save does not vouch for the newest file", async () => {
    const { answer } = await opened({ bytes: newest.bytes, manifests: versions[0]!.manifests });
    expect(answer).toMatchObject({ error: { code: "vault-not-fresh", details: { kind: "edited" } } });
  });

  test("is found among others, as a cut-off commit leaves them", async () => {
    const both = [...versions[3]!.manifests, ...newest.manifests];
    for (const file of [versions[3]!, newest]) {
      const { answer } = await opened({ bytes: file.bytes, manifests: both });
      expect(answer.ok).toBe(true);
      if (answer.ok) answer.value.close();
    }
  });

  test("was never there: a vault of a program that kept none opens without a question, once", async () => {
    const { answer, ports } = await opened(newest);
    if (!answer.ok) throw new Error(answer.error.code);
    answer.value.db.run("DELETE FROM settings WHERE key = 'freshness_expected'");
    await answer.value.rebuild();
    answer.value.close();
    const without = { bytes: stored(ports).bytes, manifests: [] };
    const first = await opened(without);
    if (!first.answer.ok) throw new Error(first.answer.error.code);
    expect(first.answer.value.db.first("SELECT action FROM record ORDER BY seq DESC LIMIT 1")).toEqual({
      action: "freshness-begun",
    });
    first.answer.value.close();
    const then = stored(first.ports);
    expect((await opened(then)).answer.ok).toBe(true);
    expect((await opened({ bytes: then.bytes, manifests: [] })).answer).toMatchObject({
      error: { details: { kind: "unknown" } },
    });
  });
});

test("a check of an open vault notices a page put back under it", async () => {
  const { answer, ports } = await opened(newest);
  if (!answer.ok) throw new Error(answer.error.code);
  expect(await answer.value.check(unwatched)).toMatchObject({ value: { freshness: "ok", damagedPages: 0 } });
  const file = replayed(versions[0]!, [pageCount() - 1]) ?? replayed(versions[0]!, [2]);
  if (file === undefined) throw new Error("nothing differs");
  ports.vaultFile.stored = file;
  expect(await answer.value.check(unwatched)).toMatchObject({
    value: { freshness: "changed", damagedPages: 0 },
  });
  answer.value.close();
});
