import { rmSync, statSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { unwatched } from "../../workers/base/job.ts";
import type { Outcome } from "../../workers/base/fault.ts";
import { createService, type Service } from "../../workers/service.ts";
import { previewTable, readTable } from "../../workers/gates/intake/index.ts";
import { deriveVaultKey } from "../../workers/vault/key.ts";
import { migrate } from "../../workers/vault/migrations/index.ts";
import { newSalt, seedImage } from "../../workers/vault/page-codec.ts";
import { openRecord } from "../../workers/vault/record.ts";
import { loadSqlite } from "../../workers/vault/sqlite-module.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import type { Act } from "../../workers/vault/vault.ts";
import { fitBgnbd } from "../../workers/models/bgnbd/fit.ts";
import { diskPorts, sqliteWasm } from "../../main/cli/ports.ts";
import { openDiskFile } from "../../main/cli/core/disk-file.ts";
import { createReleaseWriter } from "../../main/vaultfile/release-writer.ts";
import { createVaultStore } from "../../main/vaultfile/vault-store.ts";

/** What one job in a process of its own measured; times in ms, memory in MiB. */
export type Measured = Readonly<Record<string, number>>;

const passphrase = (): Uint8Array<ArrayBuffer> => new TextEncoder().encode("correct horse battery staple");

/** Milliseconds that `work` took, beside what it answered. */
async function timed<T>(work: () => T | Promise<T>): Promise<readonly [number, T]> {
  const from = performance.now();
  const value = await work();
  return [performance.now() - from, value];
}

function expect<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value;
}

const peakMiB = (): number => process.resourceUsage().maxRSS / 1024;

function processorMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

/**
 * Reads the CSV as the intake gate does before it stores: typed, checked, bad rows set aside; twice, in a fresh process
 * and in one that has read before. What the columns are is found out first, as the peer is told it.
 */
export async function read(csv: string): Promise<Measured> {
  const { file, close } = expect(await openDiskFile(csv));
  const before = peakMiB();
  const [previewMs, { plan }] = await timed(async () => expect(await previewTable(file, "orders.csv", {})));
  const used = process.cpuUsage();
  const once = async () => expect(await readTable(file, plan, new Date(), unwatched));
  const [ms, table] = await timed(once);
  const cpuMs = processorMs(used);
  const peak = peakMiB();
  const [againMs] = await timed(once);
  await close();
  return {
    ms,
    againMs,
    previewMs,
    cpuMs,
    rows: table.stage.read - table.stage.held.length,
    quarantined: table.stage.held.length,
    peakMiB: peak - before,
  };
}

async function withService(
  path: string,
  how: "open" | "reserve",
  work: (service: Service) => Promise<Measured>,
): Promise<Measured> {
  const store = createVaultStore();
  const releases = createReleaseWriter();
  expect(how === "open" ? await store.lend(path) : await store.reserve(path));
  const service = createService(diskPorts({ store, releases, path }, { now: () => new Date() }));
  try {
    return await work(service);
  } finally {
    service.close();
    await releases.discardAll();
    await store.closeAll();
  }
}

/** Imports the CSV into a new vault on the disk, as the command line does; the key is derived before the clock starts. */
export async function importOrders(csv: string, path: string): Promise<Measured> {
  rmSync(path, { force: true });
  return withService(path, "reserve", async ({ api }) => {
    expect(await api.createVault({ passphrase: passphrase(), name: "bench" }));
    const { file, close } = expect(await openDiskFile(csv));
    const used = process.cpuUsage();
    const [ms, outcome] = await timed(async () => {
      const { plan } = expect(await api.previewFile({ file, name: "orders.csv" }));
      return expect(await api.importFile({ file, name: "orders.csv", plan }));
    });
    const cpuMs = processorMs(used);
    await close();
    return {
      ms,
      cpuMs,
      rows: outcome.stored,
      quarantined: outcome.quarantined,
      bytes: statSync(path).size,
      peakMiB: peakMiB(),
    };
  });
}

/**
 * Opens the vault up to the answer of the first dashboard, then RFM and cohorts `repeats` times on its columns.
 * The key derivation is told apart: it is done once more on its own.
 */
export async function dashboards(path: string, end: string, repeats: string): Promise<Measured> {
  const [kdfMs] = await timed(async () => {
    (await deriveVaultKey(passphrase(), newSalt())).close();
  });
  return withService(path, "open", async ({ api }) => {
    const [unlockMs] = await timed(async () => expect(await api.unlockVault({ passphrase: passphrase() })));
    const [overviewMs, overview] = await timed(async () => expect(await api.overview({})));
    const firstPeakMiB = peakMiB();
    const [rfmMs, rfm] = await median(Number(repeats), async () => expect(await api.rfm({ end })));
    const [cohortMs, cohort] = await median(Number(repeats), async () =>
      expect(await api.cohorts({ end, unit: "month" })),
    );
    return {
      kdfMs,
      unlockMs,
      overviewMs,
      rfmMs,
      cohortMs,
      peakMiB: firstPeakMiB,
      orders: overview.orders,
      revenue: overview.revenue,
      people: rfm.people,
      retained: cohort.cohorts.reduce((sum, { retained }) => sum + retained.reduce((a, b) => a + b, 0), 0),
    };
  });
}

/** Fits BG/NBD to the histories of a CSV (frequency, recency, age), `repeats` times. */
export async function bgnbd(csv: string, repeats: string): Promise<Measured> {
  const [, ...lines] = (await readFile(csv, "utf8")).split("\n");
  const cells = lines.map((line) => line.split(",").map(Number));
  const column = (at: number): Float64Array => Float64Array.from(cells, (row) => row[at] ?? NaN);
  const histories = { frequency: column(0), recency: column(1), T: column(2) };
  const [ms, { logLikelihood }] = await median(Number(repeats), () => fitBgnbd(histories, unwatched));
  return { ms, logLikelihood };
}

/** Writes a record of `lines` lines into a plain database at `path` for the peer, and verifies it `repeats` times. */
export async function record(path: string, lines: string, repeats: string): Promise<Measured> {
  const db = new SqliteDatabase(await loadSqlite(sqliteWasm), seedImage());
  migrate(db);
  const chain = openRecord(new Uint8Array(32).fill(7));
  const act: Act = { gate: "use", action: "consent-set", payload: { people: 12, hash: "ab".repeat(16) } };
  db.run("BEGIN");
  chain.append(
    db,
    "2026-01-01T00:00:00.000Z",
    Array.from({ length: Number(lines) }, () => act),
  );
  db.run("COMMIT");
  await writeFile(path, db.exportImage());
  const [ms, verified] = await median(Number(repeats), () => chain.verify(db, unwatched));
  return { ms, lines: verified.lines, intact: Number(verified.intact) };
}

async function median<T>(repeats: number, work: () => T | Promise<T>): Promise<readonly [number, T]> {
  const runs: (readonly [number, T])[] = [];
  for (let i = 0; i < repeats; i++) runs.push(await timed(work));
  return [...runs].sort(([one], [other]) => one - other)[repeats >> 1]!;
}
