import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { unwatched } from "../../../base/job.ts";
import { putSetting } from "../../../vault/settings.ts";
import { policyMethods } from "../../policy/methods.ts";
import { withDoomed } from "../doomed.ts";
import { takeAway } from "../take-away.ts";
import { tombstoneHash } from "../tombstones.ts";
import { dropExpiredEvidence, hasExpiredEvidence, previewEvidence } from "./consent-evidence.ts";

const NOW = new Date("2026-06-01T09:00:00.000Z");
const second = (iso: string): number => Date.parse(iso) / 1000;

let workspace: TestWorkspace;
const apply = async (...packs: string[]) => value(await policyMethods.applyPolicy(workspace, { packs }));
const kept = (id: number) =>
  withDoomed(workspace.vault.db, [id], () => previewEvidence(workspace.vault.db, NOW));

/** 1 agreed to mail and stands by it; 2 refused in 2024; 3 was given to Meta in May 2026 with a yes, which they took back. */
beforeEach(async () => {
  workspace = await testWorkspace(() => NOW);
  const { vault } = workspace;
  const mail = { purpose: "email_marketing", recipient: "self" };
  const ads = { purpose: "ads_matching", recipient: "meta" };
  value(
    await vault.change(["people", "consent"], () => {
      insertCustomers(vault.db, [
        {
          id: 1,
          name: "一",
          email: "one@example.jp",
          consents: [{ ...mail, state: "granted", heldFrom: "2024-01-01T00:00:00Z" }],
        },
        {
          id: 2,
          name: "二",
          email: "two@example.jp",
          consents: [
            { ...mail, state: "granted", heldFrom: "2023-01-01T00:00:00Z" },
            { ...mail, state: "denied", heldFrom: "2024-01-31T00:00:00Z" },
          ],
        },
        {
          id: 3,
          name: "三",
          email: "three@example.jp",
          consents: [
            { ...ads, state: "granted", heldFrom: "2022-01-01T00:00:00Z" },
            { ...ads, state: "denied", heldFrom: "2022-02-01T00:00:00Z" },
          ],
        },
      ]);
      vault.db.run(
        `INSERT INTO releases (id, at, kind, segment, purpose, recipient, people, row_count, folder, manifest, state)
         VALUES (1, '2026-05-03T12:00:00.000Z', 'consented', 's', 'ads_matching', 'meta', 1, 1, '', '{}', 'released')`,
      );
      vault.db.run("INSERT INTO release_people VALUES (1, 3)");
    }),
  );
});

describe("evidence stays for the longest of", () => {
  test("the vault's own three years after the consent ended", () => {
    expect(kept(1)).toEqual({ rows: 1, until: "2029-06-01", law: "特定商取引法 12-3" });
    expect(kept(2)).toEqual({ rows: 2, until: "2027-01-31", law: "特定商取引法 12-3" });
    expect(kept(3)).toEqual({ rows: 0, law: "特定商取引法 12-3" });
  });

  test("24 months after the request (11 CCR 7101), where the vault's own is shorter", async () => {
    putSetting(workspace.vault.db, "consent_evidence_years", "1");
    expect(kept(1).until).toBe("2027-06-01");
    expect(kept(2).rows).toBe(0);
    await apply("ccpa");
    expect(kept(1).until).toBe("2028-06-01");
    expect(kept(2)).toEqual({
      rows: 2,
      until: "2028-06-01",
      law: "カリフォルニア州消費者プライバシー法（CCPA／CPRA） 11 CCR 7101(a)",
    });
  });

  test("36 months (特定商取引法) and one month (特定電子メール法) after the last sending", async () => {
    putSetting(workspace.vault.db, "consent_evidence_years", "0");
    expect(kept(2).rows).toBe(0);
    value(
      await workspace.vault.change(["people"], () => {
        workspace.vault.db.run(
          "INSERT INTO messages (customer_id, at, event, channel, import_id) VALUES (2, ?, 'sent', 'email', 1)",
          [second("2026-05-20T10:00:00Z")],
        );
      }),
    );
    await apply("tokutei_denshi_mail");
    expect(kept(2)).toMatchObject({ rows: 2, until: "2026-06-20" });
    await apply("tokutei_denshi_mail", "tokusho");
    expect(kept(2)).toMatchObject({
      until: "2029-05-20",
      law: expect.stringContaining("第12条の3第3項") as string,
    });
  });

  test("36 months after rows went to a third party (APPI 29), for what was said of that party", async () => {
    await apply("appi");
    expect(kept(3)).toMatchObject({
      rows: 2,
      until: "2029-05-03",
      law: expect.stringContaining("第29条") as string,
    });
  });
});

test("a retention rule keeps the evidence too, without a certificate", async () => {
  const { vault } = workspace;
  value(await vault.change(["people", "consent"], () => takeAway(vault, [1], "erase", NOW, unwatched)));
  expect(vault.db.rows("SELECT certificate, address, purpose, state, until FROM consent_evidence")).toEqual([
    {
      certificate: null,
      address: tombstoneHash(vault, "email", "one@example.jp"),
      purpose: "email_marketing",
      state: "granted",
      until: "2029-06-01",
    },
  ]);
});

test("a pack put in force later lengthens what is kept already", async () => {
  const { vault } = workspace;
  putSetting(vault.db, "consent_evidence_years", "1");
  value(await vault.change(["people", "consent"], () => takeAway(vault, [1], "erase", NOW, unwatched)));
  const later = new Date("2027-06-02T00:00:00Z");
  expect(hasExpiredEvidence(vault.db, new Date("2027-06-01T00:00:00Z"))).toBe(false);
  expect(hasExpiredEvidence(vault.db, later)).toBe(true);
  await apply("ccpa");
  expect(hasExpiredEvidence(vault.db, later)).toBe(false);
  expect(dropExpiredEvidence(vault.db, later)).toBe(0);
  expect(dropExpiredEvidence(vault.db, new Date("2028-06-02T00:00:00Z"))).toBe(1);
});
