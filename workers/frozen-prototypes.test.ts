import { expect, test } from "vitest";
import { memoryReleases } from "../test/support/memory-releases.ts";
import { memoryVaultFile } from "../test/support/memory-vault-file.ts";
import { sqliteWasm } from "../test/support/sqlite.ts";
import { inlinePool } from "./pool/inline-pool.ts";
import { createService } from "./service.ts";

test("the service works with the prototypes of objects and arrays frozen, as the worker freezes them", async () => {
  Object.freeze(Object.prototype);
  Object.freeze(Array.prototype);
  const { api } = createService({
    vaultFile: memoryVaultFile(),
    releases: memoryReleases(),
    models: inlinePool(),
    sqliteWasm,
    now: () => new Date("2026-11-21T00:00:00Z"),
    emit: () => undefined,
  });
  const passphrase = new TextEncoder().encode("梅雨明けの商店街で傘を三本買う");
  expect(await api.createVault({ passphrase, name: "店", sample: true })).toMatchObject({ ok: true });
  const loaded = await api.loadSample({ language: "ja" });
  expect(loaded).toMatchObject({ ok: true });
  const answers = [
    await api.overview({}),
    await api.rfm({}),
    await api.cohorts({}),
    await api.fitLifetime({ options: {} }),
    await api.listCustomers({ offset: 0, limit: 10 }),
    await api.segmentVocabulary({}),
    await api.checkVault({}),
  ];
  expect(answers.filter((answer) => !answer.ok)).toEqual([]);
});
