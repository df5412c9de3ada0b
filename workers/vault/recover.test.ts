import { beforeAll, describe, expect, test } from "vitest";
import { memoryPorts } from "../../test/support/vault-ports.ts";
import { fault } from "../base/fault.ts";
import { packJournalHeader, packJournalRecords } from "../base/rollback-journal.ts";
import type { StoredVault } from "../terms/vault-file.ts";
import { createVault, openVault } from "./open-vault.ts";
import { PAGE_BYTES, pageOf } from "./page-codec.ts";

const passphrase = (): Uint8Array => new TextEncoder().encode("七転び八起き correct horse");

let before: StoredVault;
let after: StoredVault;
/** Pages (from 1) that differ, and the journal of the commit between. */
let changed: number[];
let journal: Uint8Array;

beforeAll(async () => {
  const ports = memoryPorts();
  const vault = await createVault(ports, passphrase(), { name: "店", sample: false });
  if (!vault.ok || ports.vaultFile.stored === undefined) throw new Error("no vault");
  before = structuredClone(ports.vaultFile.stored);
  await vault.value.change(["segments"], (note) => {
    vault.value.db.run("INSERT INTO segments (name, definition, created_at) VALUES ('常連', '{}', '')");
    note({ gate: "release", action: "segment-saved", payload: {} });
  });
  after = structuredClone(ports.vaultFile.stored);
  vault.value.close();
  const pages = before.bytes.length / PAGE_BYTES;
  changed = Array.from({ length: pages }, (_, i) => i + 1).filter(
    (page) => Buffer.compare(pageOf(before.bytes, page - 1), pageOf(after.bytes, page - 1)) !== 0,
  );
  const header = { nonce: 77, pageCount: pages, pageBytes: PAGE_BYTES, records: changed.length };
  const originals = Buffer.concat(changed.map((page) => pageOf(before.bytes, page - 1)));
  journal = Buffer.concat([packJournalHeader(header), packJournalRecords(header, changed, originals)]);
});

/** Opens a file found with its recovery journal; answers what was decided, and whether the segment is there. */
async function found(bytes: Uint8Array, manifests = [...before.manifests, ...after.manifests]) {
  const ports = memoryPorts();
  const decided: boolean[] = [];
  ports.vaultFile.stored = { bytes, manifests, recovery: journal };
  const vaultFile = {
    ...ports.vaultFile,
    settle: (rollBack: boolean) => {
      decided.push(rollBack);
      ports.vaultFile.stored = { bytes: rollBack ? before.bytes.slice() : bytes, manifests };
      return ports.vaultFile.settle(rollBack);
    },
    read: () => ports.vaultFile.read(),
  };
  const opened = await openVault({ ...ports, vaultFile }, passphrase());
  const names = opened.ok ? opened.value.db.count("SELECT count(*) FROM segments") : undefined;
  if (opened.ok) opened.value.close();
  return { decided, names, opened };
}

/** The file before with some of the commit's pages written. */
function mixed(written: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(before.bytes);
  for (const page of written) pageOf(bytes, page - 1).set(pageOf(after.bytes, page - 1));
  return bytes;
}

describe("a commit that was cut off, its journal's name taken away by another program", () => {
  test("touched several pages, the first among them", () => {
    expect(changed.length).toBeGreaterThan(2);
    expect(changed[0]).toBe(1);
  });

  test("stays when every page is whole: another program took it back and has written since", async () => {
    for (const page of changed) expect((await found(mixed([page]))).decided).toEqual([false]);
  });

  test("goes back when a page is torn, the first one and its salt included", async () => {
    for (const page of changed) {
      const torn = mixed(changed);
      torn.fill(0x5a, (page - 1) * PAGE_BYTES, (page - 1) * PAGE_BYTES + 512);
      expect(await found(torn)).toMatchObject({ decided: [true], names: 0 });
    }
  });

  test("stays when all was written, and when all is as before", async () => {
    expect(await found(mixed(changed))).toMatchObject({ decided: [false], names: 1 });
    expect(await found(mixed([]))).toMatchObject({ decided: [false], names: 0 });
  });

  test("is not decided with another passphrase", async () => {
    const ports = memoryPorts();
    ports.vaultFile.stored = { bytes: mixed([1]), manifests: before.manifests, recovery: journal };
    expect(await openVault(ports, new TextEncoder().encode("another passphrase"))).toEqual(
      fault("wrong-passphrase-or-damaged"),
    );
    expect(ports.vaultFile.stored.recovery).toBe(journal);
  });
});
