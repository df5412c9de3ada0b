import { beforeAll, describe, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../test/support/test-workspace.ts";
import type { ImportOutcome } from "../terms/intake.ts";
import { languages } from "../terms/language.ts";
import { sampleMethods } from "./index.ts";

describe.each(languages)("loading the sample in %s", (language) => {
  let workspace: TestWorkspace;
  let imports: readonly ImportOutcome[] = [];

  beforeAll(async () => {
    workspace = await testWorkspace();
    const loaded = await sampleMethods.loadSample(workspace, { language });
    if (!loaded.ok) throw new Error(loaded.error.code);
    imports = loaded.value.imports;
  });

  test("three files, seven bad rows, nothing lost", () => {
    expect(imports.map(({ quarantined }) => quarantined)).toEqual([0, 7, 0]);
    for (const { read, stored, quarantined, repeated } of imports)
      expect(stored + quarantined + repeated).toBe(read);
  });

  test("orders of both tools lie with one person where they share a key", () => {
    const shared = workspace.vault.db.count(
      `SELECT count(*) FROM (SELECT customer_id FROM identifiers WHERE kind = 'customer_id'
       GROUP BY customer_id HAVING count(DISTINCT source) > 1)`,
    );
    expect(shared).toBeGreaterThan(80);
  });

  test("nobody may be mailed who did not say yes last", () => {
    const { db } = workspace.vault;
    const changed = db.count(
      `SELECT count(*) FROM (SELECT customer_id FROM consents WHERE purpose = 'email_marketing'
       GROUP BY customer_id HAVING count(DISTINCT state) > 1)`,
    );
    const granted = db.count(
      "SELECT count(DISTINCT customer_id) FROM consents WHERE purpose = 'email_marketing' AND state = 'granted'",
    );
    expect(changed).toBeGreaterThan(30);
    expect(workspace.permitted("email_marketing").count).toBe(granted - changed);
  });

  test("a vault that holds something takes no sample", async () => {
    const again = await sampleMethods.loadSample(workspace, { language });
    expect(again).toMatchObject({ ok: false, error: { code: "vault-not-empty" } });
  });
});
