import { expect, test } from "vitest";
import { memoryVaultFile } from "../../test/support/memory-vault-file.ts";
import { sqliteWasm } from "../../test/support/sqlite.ts";
import { createVault, openVault, type VaultPorts } from "./open-vault.ts";

const RUNS = 50;
const right = "wagtail lantern oyster nineteen";
const wrong = "wagtail lantern oyster eighteen";
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Printed, not judged: no machine is failed for its clock. What is judged is that each run ended as it should. */
test("the right and a wrong passphrase take about as long", { timeout: 600_000 }, async () => {
  const ports: VaultPorts = {
    vaultFile: memoryVaultFile(),
    sqliteWasm,
    now: () => new Date(),
    emit: () => undefined,
  };
  const made = await createVault(ports, bytes(right), { name: "店", sample: false });
  if (made.ok) made.value.close();
  const took: Record<"right" | "wrong", number[]> = { right: [], wrong: [] };
  for (let run = 0; run < RUNS; run++)
    for (const which of ["right", "wrong"] as const) {
      const began = performance.now();
      const opened = await openVault(ports, bytes(which === "right" ? right : wrong));
      took[which].push(performance.now() - began);
      expect(opened.ok).toBe(which === "right");
      if (opened.ok) opened.value.close();
    }
  const [r, w] = [median(took.right), median(took.wrong)];
  process.stdout.write(
    `unlocking, medians of ${String(RUNS)}: right ${r.toFixed(1)} ms, wrong ${w.toFixed(1)} ms, ratio ${(r / w).toFixed(3)}\n`,
  );
});
