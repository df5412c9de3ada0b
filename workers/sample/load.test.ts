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

  test("six files, seven bad rows, nothing lost", () => {
    expect(imports.map(({ quarantined }) => quarantined)).toEqual([0, 7, 0, 0, 0, 0]);
    expect(imports.map(({ kind }) => kind)).toEqual([
      "orders",
      "orders",
      "people",
      "messages",
      "events",
      "reviews",
    ]);
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

  test("letters, visits and reviews are of people who were known before, or of strangers", () => {
    const { db } = workspace.vault;
    expect(imports.slice(3).map(({ customersNew }) => customersNew)).toEqual([0, 0, 0]);
    const events = ["sent", "opened", "clicked", "bounced", "unsubscribed"].map((event) =>
      db.count("SELECT count(*) FROM messages WHERE event = ?", [event]),
    );
    expect(events.every((count) => count > 0)).toBe(true);
    expect(events.slice(0, 3)).toEqual(events.slice(0, 3).toSorted((a, b) => b - a));
    // A log-in tells whose the pages before it were.
    expect(db.count("SELECT count(*) FROM events WHERE kind = 'visit' AND customer_id > 0")).toBeGreaterThan(
      500,
    );
    expect(db.count("SELECT count(*) FROM events WHERE customer_id IS NULL")).toBeGreaterThan(100);
    expect(db.count("SELECT count(*) FROM reviews WHERE rating >= 4")).toBeGreaterThan(40);
    expect(db.count("SELECT count(*) FROM reviews WHERE text LIKE '%0000%'")).toBe(0);
  });

  test("leaving by a letter says what the list of subscribers says, and nothing more", () => {
    expect(imports[3]?.consentsNew).toBe(0);
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
