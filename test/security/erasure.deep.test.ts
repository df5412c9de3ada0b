import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { diskPorts } from "../../main/cli/ports.ts";
import { createReleaseWriter } from "../../main/vaultfile/release-writer.ts";
import { createVaultStore } from "../../main/vaultfile/vault-store.ts";
import type { Outcome } from "../../workers/base/fault.ts";
import { newJobTicket } from "../../workers/base/job.ts";
import type { VaultApi } from "../../workers/contract.ts";
import { createService } from "../../workers/service.ts";
import { deriveVaultKey } from "../../workers/vault/key.ts";
import { decryptImage, saltOf } from "../../workers/vault/page-codec.ts";
import { value } from "../support/value.ts";

/*
 * A thousand people are erased from a vault on the disk that is large enough to be read where it lies. All of them carry
 * one of a few marks, so that what is left of any is found by looking for the marks: by another search than the program's own.
 */
const ERASED = 1000;
const STAYING = 20_000;
const marks = ["kanariya", "金糸雀", "カナリヤ", "KNRY-", "070999", "70999"] as const;
const secret = "wagtail lantern oyster nineteen";
const passphrase = (): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(secret));

let folder = "";
let path = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-erased-"));
  path = join(folder, "shop.kura");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function inVault<T>(
  enter: (api: VaultApi) => Promise<Outcome<unknown>>,
  work: (api: VaultApi) => Promise<T>,
): Promise<T> {
  const store = createVaultStore();
  const releases = createReleaseWriter();
  const taken =
    statSync(path, { throwIfNoEntry: false }) === undefined ? store.reserve(path) : store.lend(path);
  value<unknown>(await taken);
  const io = {
    out: () => undefined,
    err: () => undefined,
    env: {},
    readInput: () => Promise.resolve(undefined),
    now: () => new Date(),
    job: newJobTicket("deep"),
  };
  const service = createService(diskPorts({ store, releases, path }, io));
  try {
    value(await enter(service.api));
    return await work(service.api);
  } finally {
    await service.settled();
    service.close();
    await releases.discardAll();
    await store.closeAll();
  }
}

const unlocked = <T>(work: (api: VaultApi) => Promise<T>): Promise<T> =>
  inVault((api) => api.unlockVault({ passphrase: passphrase() }), work);

function people(): string {
  const rows = ["会員番号,氏名,フリガナ,メールアドレス,電話番号,都道府県,市区町村,番地"];
  for (let at = 0; at < ERASED; at++) {
    const n = String(at).padStart(4, "0");
    rows.push(
      `KNRY-${n},金糸雀 ${n}子,カナリヤ ${n}コ,kanariya.${n}@example.jp,070-9990-${n},東京都,千代田区,金糸雀通り${n}番地`,
    );
  }
  for (let at = 0; at < STAYING; at++)
    rows.push(
      `S-${String(at)},佐藤 ${String(at)}郎,サトウ ${String(at)}ロウ,sato.${String(at)}@example.com,,大阪府,大阪市,緑町${String(at)}番地の長い住所で番号が続く`,
    );
  return `${rows.join("\n")}\n`;
}

function orders(): string {
  const rows = ["注文番号,会員番号,注文日,合計金額"];
  for (let at = 0; at < 5 * ERASED; at++)
    rows.push(`KNRY-O-${String(at)},KNRY-${String(at % ERASED).padStart(4, "0")},2026-01-05,1200`);
  for (let at = 0; at < 8 * STAYING; at++)
    rows.push(`O-${String(at)},S-${String(at % STAYING)},2026-02-05,900`);
  // Rows that wait in quarantine and name somebody.
  for (let at = 0; at < 50; at++)
    rows.push(`KNRY-Q-${String(at)},KNRY-${String(at).padStart(4, "0")},いつか,？`);
  return `${rows.join("\n")}\n`;
}

async function bring(api: VaultApi, name: string, text: string): Promise<void> {
  const file = new File([text], name);
  const { plan } = value(await api.previewFile({ file, name }));
  value(await api.importFile({ file, name, plan: { ...plan, source: "shop" } }));
}

function patterns(): readonly Buffer[] {
  return marks.flatMap((mark) => {
    const bytes = Buffer.from(mark);
    const little = Buffer.from(mark, "utf16le");
    const big = Buffer.from(little).swap16();
    const encoded = [0, 1, 2].map((before) => {
      const text = Buffer.concat([Buffer.alloc(before), bytes])
        .toString("base64")
        .replace(/=+$/u, "");
      return Buffer.from(
        text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)),
      );
    });
    const long = bytes.length >= 8;
    // Six digits stand by chance in hashes: as hexadecimal they are looked for where they are more.
    return [
      ...(long || !/^\d+$/u.test(mark) ? [bytes, ...encoded.filter(({ length }) => length >= 7)] : []),
      little,
      big,
      Buffer.from(bytes.toString("hex")),
    ];
  });
}

function found(bytes: Buffer): readonly string[] {
  return patterns()
    .filter((pattern) => bytes.includes(pattern))
    .map((pattern) => pattern.toString("latin1"));
}

async function decrypted(file: string): Promise<Buffer> {
  const bytes = new Uint8Array(readFileSync(file));
  const key = await deriveVaultKey(passphrase(), saltOf(bytes));
  const image = await decryptImage(key, bytes);
  key.close();
  if (image === undefined) throw new Error("not opened");
  return Buffer.from(image);
}

const filesBeside = (): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());

test("after a thousand erasures nothing of them is left in vault, later backups, log and files beside; a backup from before does not bring them back", async () => {
  const temporaries = new Set(readdirSync(tmpdir()));
  let early = "";
  await inVault(
    (api) => api.createVault({ passphrase: passphrase(), name: "shop", sample: false }),
    async (api) => {
      await bring(api, "people.csv", people());
      await bring(api, "orders.csv", orders());
      early = value(await api.backUpNow({})).id;
    },
  );
  expect(statSync(path).size).toBeGreaterThan(16 * 2 ** 20);
  expect(found(await decrypted(path)).length).toBeGreaterThan(3);

  let later = "";
  await unlocked(async (api) => {
    const ids: number[] = [];
    for (let offset = 0; offset < ERASED; offset += 500) {
      const page = value(await api.listCustomers({ offset, limit: 500, search: "kanariya", sort: "id" }));
      ids.push(...page.rows.map(({ id }) => id));
    }
    expect(ids).toHaveLength(ERASED);
    // Some one by one, as it happens from day to day, and the rest at once.
    const groups = [...ids.slice(0, 5).map((id) => [id]), ids.slice(5)];
    let erased = 0;
    for (const customerIds of groups) {
      const certificate = value(await api.eraseCustomers({ customerIds, reason: "本人の請求による" }));
      expect(certificate.search).toMatchObject({ hits: 0, foundIn: [], rowsLeft: 0, freePages: 0 });
      erased += certificate.people;
    }
    expect(erased).toBe(ERASED);
    later = value(await api.backUpNow({})).id;
    expect(value(await api.vaultInfo({})).customers).toBe(STAYING);
    expect(value(await api.verifyRecord({})).intact).toBe(true);
  });

  expect(found(await decrypted(path))).toEqual([]);
  expect(found(await decrypted(join(folder, "shop.backups", `${later}.kura`)))).toEqual([]);
  for (const file of filesBeside()) expect([file, found(readFileSync(file))]).toEqual([file, []]);
  for (const name of readdirSync(tmpdir()))
    if (!temporaries.has(name) && statSync(join(tmpdir(), name)).isFile())
      expect([name, found(readFileSync(join(tmpdir(), name)))]).toEqual([name, []]);

  await inVault(
    (api) => api.restoreBackup({ backupId: early, passphrase: passphrase() }),
    async (api) => {
      expect(value(await api.vaultInfo({})).customers).toBe(STAYING);
    },
  );
  expect(found(await decrypted(path))).toEqual([]);
});
