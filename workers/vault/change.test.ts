import { describe, expect, test } from "vitest";
import { memoryPorts } from "../../test/support/vault-ports.ts";
import { fault } from "../base/fault.ts";
import { Cancelled, unwatched, type JobControl, type Progress } from "../base/job.ts";
import type { Topic } from "../terms/event.ts";
import { createVault, openVault, type VaultPorts } from "./open-vault.ts";
import type { Vault } from "./vault.ts";

const passphrase = (): Uint8Array => new TextEncoder().encode("七転び八起き correct horse");

async function made(ports: VaultPorts): Promise<Vault> {
  const vault = await createVault(ports, passphrase(), { name: "店", sample: false });
  if (!vault.ok) throw new Error(vault.error.code);
  return vault.value;
}

const segments = (vault: Vault): number => vault.db.count("SELECT count(*) FROM segments");

function addSegments(vault: Vault, rows: number, prefix = ""): void {
  const names = Array.from({ length: rows }, (_, i) => `${prefix}${String(i)}`.padEnd(150, "."));
  vault.db.bulkInsert("INSERT INTO segments (name, definition, created_at) VALUES (?, ?, '')", [
    names,
    { constant: "{}" },
  ]);
}

/** A job whose flag goes up once `when` says so, asked at each look at it. */
function cancelledWhen(when: (progress: Progress | undefined) => boolean): JobControl {
  let last: Progress | undefined;
  return {
    check: () => {
      if (when(last)) throw new Cancelled();
    },
    progress: (progress) => {
      last = progress;
    },
  };
}

describe("a change", () => {
  test("of one row writes a few pages in place; of most of the file, the file anew", async () => {
    const ports = memoryPorts();
    const vault = await made(ports);
    expect(await vault.change(["segments"], () => addSegments(vault, 3000))).toMatchObject({ ok: true });
    expect(ports.vaultFile.counts).toEqual({ wholes: 2, commits: 0 });
    const before = ports.file?.slice() ?? new Uint8Array(0);
    await vault.change(["segments"], () => {
      vault.db.run("UPDATE segments SET definition = '[]' WHERE id = 1500");
    });
    expect(ports.vaultFile.counts).toEqual({ wholes: 2, commits: 1 });
    const after = ports.file ?? new Uint8Array(0);
    let written = 0;
    for (let at = 0; at < after.length; at += 4096)
      if (Buffer.compare(before.subarray(at, at + 4096), after.subarray(at, at + 4096)) !== 0) written++;
    expect(written).toBe(2);
    await vault.change(["segments"], () => {
      vault.db.run("DELETE FROM segments WHERE id > 5");
    });
    await vault.rebuild();
    expect(ports.file?.length).toBeLessThan(after.length / 2);
    vault.close();
    const again = await openVault(ports, passphrase());
    expect(again.ok && segments(again.value)).toBe(5);
  });

  test("cancelled inside one long statement is taken back", async () => {
    const ports = memoryPorts();
    const vault = await made(ports);
    await vault.change(["segments"], () => addSegments(vault, 6000));
    const before = ports.file;
    let looks = 0;
    let building = false;
    const job = cancelledWhen(() => building && ++looks > 5);
    const body = (): void => {
      addSegments(vault, 10, "new");
      building = true;
      vault.db.inSmallPortions(() => {
        vault.db.run("CREATE INDEX segments_by_all ON segments(created_at, definition, name)");
      });
    };
    expect(await vault.change(["segments"], body, { loading: true, job })).toEqual(fault("cancelled"));
    expect(ports.file).toBe(before);
    expect(segments(vault)).toBe(6000);
    expect(vault.db.count("PRAGMA foreign_keys")).toBe(1);
    expect(await vault.check(unwatched)).toMatchObject({ value: { integrity: "ok", damagedPages: 0 } });
    expect(await vault.change(["segments"], () => addSegments(vault, 1, "later"))).toMatchObject({
      ok: true,
    });
  });

  test("cancelled between statements is taken back whole, also what SQLite had written by then", async () => {
    const ports = memoryPorts();
    const vault = await made(ports);
    await vault.change(["segments"], () => addSegments(vault, 3000));
    const before = vault.db.rows("SELECT * FROM segments ORDER BY id");
    let stopped = false;
    const job = cancelledWhen(() => stopped);
    const body = (): void => {
      vault.db.run("PRAGMA cache_size = 10");
      vault.db.run("DROP TABLE segments");
      vault.db.run("UPDATE settings SET value = value || 'x'");
      vault.db.run("CREATE TABLE other AS SELECT * FROM sqlite_master");
      stopped = true;
      job.check();
    };
    expect(await vault.change(["segments"], body, { job })).toEqual(fault("cancelled"));
    expect(vault.db.rows("SELECT * FROM segments ORDER BY id")).toEqual(before);
    expect(await vault.check(unwatched)).toMatchObject({ value: { integrity: "ok", damagedPages: 0 } });
  });

  test("cancelled while it is encrypted was never announced, and leaves the vault as it was saved", async () => {
    const ports = memoryPorts();
    const vault = await made(ports);
    await vault.change(["segments"], () => addSegments(vault, 10, "first"));
    const before = ports.file;
    const announced: (readonly Topic[])[] = [];
    vault.onChange((topics) => announced.push(topics));
    ports.events.length = 0;
    const job = cancelledWhen((progress) => progress?.phase === "saving");
    let openWhileSealing = false;
    const watching: JobControl = {
      check: () => {
        job.check();
      },
      progress: (progress) => {
        openWhileSealing ||= progress.phase === "saving" && vault.changing;
        job.progress(progress);
      },
    };
    const body = (): void => {
      addSegments(vault, 9000, "second");
    };
    expect(await vault.change(["segments"], body, { job: watching })).toEqual(fault("cancelled"));
    expect(openWhileSealing).toBe(true);
    expect(announced).toEqual([]);
    expect(ports.events).toEqual([]);
    expect(ports.file).toBe(before);
    expect(segments(vault)).toBe(10);
    expect(vault.verifyRecord(unwatched)).toEqual({ lines: 1, intact: true });
    expect(await vault.change(["segments"], () => addSegments(vault, 5, "third"))).toMatchObject({
      ok: true,
    });
    expect(announced).toHaveLength(1);
    vault.close();
    const again = await openVault(ports, passphrase());
    expect(again.ok && segments(again.value)).toBe(15);
  });

  test("that could not be saved yet is not lost with a later one that is cancelled", async () => {
    const ports = memoryPorts();
    const vault = await made(ports);
    ports.vaultFile.full = true;
    await vault.change(["segments"], () => addSegments(vault, 4, "kept"));
    ports.vaultFile.full = false;
    const job = cancelledWhen((progress) => progress?.phase === "saving");
    await vault.change(["segments"], () => addSegments(vault, 9000, "more"), { job });
    vault.close();
    const again = await openVault(ports, passphrase());
    expect(again.ok && again.value.db.count("SELECT count(*) FROM segments WHERE name LIKE 'kept%'")).toBe(4);
  });
});
