import { expect, test } from "vitest";
import { noReleases } from "../../../test/support/memory-releases.ts";
import { memoryVaultFile } from "../../../test/support/memory-vault-file.ts";
import { sqliteWasm } from "../../../test/support/sqlite.ts";
import { inlinePool } from "../../pool/inline-pool.ts";
import type { ServicePorts } from "../../ports.ts";
import { createService } from "../../service.ts";

const notHere = (): never => {
  throw new Error("nothing is released here");
};

function ordersOf(rows: number): Blob {
  const lines = Array.from(
    { length: rows },
    (_, i) => `O-${String(i)},C-${String(i % 97)},2026-03-0${String((i % 9) + 1)},${String(100 + i)}`,
  );
  return new Blob([`order_id,customer_id,order_date,order_total\n${lines.join("\n")}\n`]);
}

test("an import past the ceiling is refused in the trial run and for good, and leaves the vault as it was", async () => {
  const vaultFile = memoryVaultFile();
  const ports: ServicePorts = {
    vaultFile,
    releases: noReleases(notHere),
    models: inlinePool(),
    sqliteWasm,
    now: () => new Date("2026-11-21T09:00:00Z"),
    emit: () => undefined,
    largestBytes: 600_000,
  };
  const { api, close } = createService(ports);
  const passphrase = new TextEncoder().encode("七転び八起き correct horse");
  const made = await api.createVault({ passphrase, name: "店" });
  expect(made.ok).toBe(true);
  const tried = async (rows: number, dryRun: boolean) => {
    const file = ordersOf(rows);
    const preview = await api.previewFile({ file, name: "orders.csv" });
    if (!preview.ok) throw new Error(preview.error.code);
    return api.importFile({ file, name: "orders.csv", plan: preview.value.plan, dryRun });
  };
  const before = structuredClone(vaultFile.stored);
  for (const dryRun of [true, false])
    expect(await tried(20_000, dryRun)).toMatchObject({
      ok: false,
      error: { code: "vault-too-large", details: { limit: 0 } },
    });
  expect(vaultFile.stored).toEqual(before);
  expect((await tried(50, false)).ok).toBe(true);
  expect(await api.vaultInfo({})).toMatchObject({ ok: true, value: { orders: 50 } });
  close();
});
