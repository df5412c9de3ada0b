import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { fault } from "../../../base/fault.ts";
import { keyMethods } from "../../../keys.ts";
import { copyMethods, releaseMethods, verifyManifest } from "../index.ts";

test("cells of people are not copied until the vault is told to, and each copy is then a line of the ledger", async () => {
  const workspace = await testWorkspace(() => new Date("2026-11-21T10:20:30.000Z"));
  const { db } = workspace.vault;
  value(
    await workspace.vault.change(["people"], () => {
      insertCustomers(db, [{ family: "山田", given: "花子" }, { family: "佐藤" }]);
    }),
  );
  const text = "山田 花子\thanako@example.com\n佐藤\t\n";
  const copy = (customerIds: number[]) =>
    copyMethods.releaseCopy(workspace, { text, customerIds, language: "en" });
  expect(await copy([1])).toEqual(fault("copying-off"));
  expect(value(await keyMethods.vaultSettings(workspace, {}))).toEqual({ autoLock: 10 });
  value(await keyMethods.saveVaultSettings(workspace, { autoLock: 10, copyPeople: true }));
  expect(value(await keyMethods.vaultSettings(workspace, {}))).toEqual({ autoLock: 10, copyPeople: true });
  // Another setting leaves it as it is.
  value(await keyMethods.saveVaultSettings(workspace, { autoLock: 5 }));
  const entry = value(await copy([2, 1, 2]));
  expect(entry).toMatchObject({
    kind: "copy",
    people: 2,
    rows: 2,
    purpose: "service",
    files: ["clipboard.txt"],
  });
  expect(value(await releaseMethods.listReleases(workspace, {}))).toEqual([entry]);
  expect(db.count("SELECT count(*) FROM release_people WHERE release_id = ?", [entry.id])).toBe(2);
  const manifest = value(await releaseMethods.showManifest(workspace, { releaseId: entry.id }));
  expect(manifest.files).toEqual([
    {
      name: "clipboard.txt",
      bytes: new TextEncoder().encode(text).length,
      sha256: createHash("sha256").update(text).digest("hex"),
    },
  ]);
  const report = await verifyManifest(JSON.stringify(manifest), async () => new TextEncoder().encode(text));
  expect(report.checks.find(({ code }) => code === "signature")).toMatchObject({ passed: true });
  const acts = db.rows<{ action: string; payload: string }>(
    "SELECT action, payload FROM record ORDER BY seq",
  );
  expect(acts.filter(({ action }) => action === "release-copy" || action === "copying")).toHaveLength(2);
  expect(acts.map(({ payload }) => payload).join(" ")).not.toMatch(/山田|hanako/u);
  expect(await copy([99])).toEqual(fault("customer-unknown"));
  value(await keyMethods.saveVaultSettings(workspace, { autoLock: 5, copyPeople: false }));
  expect(await copy([1])).toEqual(fault("copying-off"));
});
