import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { workspaceWithFiles } from "../../../../test/support/memory-files.ts";
import { value } from "../../../../test/support/value.ts";
import { platforms } from "../../../terms/platform.ts";
import { rightsMethods } from "../../keep/rights/methods.ts";
import { releaseMethods, segmentMethods } from "../index.ts";
import { recallMethods } from "./methods.ts";
import { recallForm } from "./recall-forms.ts";

const NOW = new Date("2026-11-21T09:00:00.000Z");
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

const yes = (purpose: string, recipient: string) => ({
  purpose,
  recipient,
  state: "granted",
  heldFrom: "2026-01-01T00:00:00.000Z",
});

function customers(): readonly TestCustomer[] {
  return Array.from({ length: 6 }, (_, at) => ({
    family: "山田",
    given: `花子${String(at)}`,
    prefecture: "東京都",
    email: `person${String(at)}@example.jp`,
    orders: [{ day: 20_000, amount: 1000 }],
    consents: [
      yes("email_marketing", "self"),
      yes("ads_matching", at === 5 ? "meta" : "google_ads"),
      ...(at === 0 ? [yes("ads_matching", "tiktok")] : []),
    ],
  }));
}

/** A shop that gave its people to Klaviyo and Google, and some of them to TikTok. */
async function given() {
  const made = await workspaceWithFiles(() => NOW);
  const { workspace, files } = made;
  value(
    await workspace.vault.change(["people", "consent"], () =>
      insertCustomers(workspace.vault.db, customers()),
    ),
  );
  const segment = value(
    await segmentMethods.saveSegment(workspace, { name: "全員", definition: { groups: [] } }),
  );
  for (const [purpose, recipient, platform] of [
    ["email_marketing", "klaviyo", "klaviyo_list"],
    ["ads_matching", "google_ads", "google_customer_match"],
    ["ads_matching", "tiktok", "tiktok_customer_file"],
  ] as const)
    value(
      await releaseMethods.releaseConsented(workspace, {
        request: { segmentId: segment.id, purpose, recipient, platform },
        folder: "/out",
      }),
    );
  const released = new Set(files.keys());
  return { ...made, listFiles: () => [...files].filter(([name]) => !released.has(name)) };
}

describe("calling back what was given out", () => {
  test("makes the list of every recipient in its own form, and the letter in both languages", async () => {
    const { workspace, listFiles } = await given();
    const done = value(
      await recallMethods.recallRelease(workspace, {
        customerIds: [1, 2],
        wish: "opt_out",
        folder: "/out",
        language: "ja",
      }),
    );
    expect(done.people).toBe(2);
    expect(
      done.targets.map(({ recipient, people, rows, documented }) => [recipient, people, rows, documented]),
    ).toEqual([
      ["klaviyo", 2, 2, true],
      ["google_ads", 2, 2, true],
      ["tiktok", 1, 1, true],
    ]);
    const written = new Map(listFiles());
    expect(written.size).toBe(9);
    const list = (platform: string): string[][] => {
      const [, bytes] = [...written].find(([name]) => name.includes(platform) && !name.includes("letter"))!;
      return parse(Buffer.from(bytes));
    };
    // Klaviyo's suppression takes an Email column and nothing else: above all not the word that subscribes.
    expect(list("klaviyo-list")).toEqual([["Email"], ["person0@example.jp"], ["person1@example.jp"]]);
    const google = list("google-customer-match");
    expect(google[0]).toEqual(["Email", "Phone", "First Name", "Last Name", "Country", "Zip"]);
    expect(google.slice(1).map(([email]) => email)).toEqual([
      hash("person0@example.jp"),
      hash("person1@example.jp"),
    ]);
    const letters = [...written].filter(([name]) => name.endsWith(".txt") && name.includes("letter"));
    expect(letters).toHaveLength(6);
    for (const [name, bytes] of letters) {
      const text = new TextDecoder().decode(bytes);
      expect(text).toMatch(name.endsWith("-ja.txt") ? /停止/u : /stop any use/u);
      expect(text).toMatch(/kurabito-consented-\S+\.csv/u);
      expect(text).not.toMatch(/\{\{|花子|person\d@/u);
    }
    expect(done.paths).toHaveLength(9);
  });

  test("also finds who was given out under an address put right since, and only who was in a file", async () => {
    const { workspace, listFiles } = await given();
    value(
      await rightsMethods.correctCustomer(workspace, {
        customerId: 1,
        changes: [{ field: "email", value: "new@example.jp" }],
        reason: "",
      }),
    );
    const preview = value(
      await recallMethods.recallPreview(workspace, { customerIds: [1, 6], wish: "delete" }),
    );
    const google = preview.targets.find(({ recipient }) => recipient === "google_ads");
    // Customer 6 said yes to Meta only and was never in Google's file.
    expect(google).toMatchObject({ people: 1, rows: 2, unlisted: 0 });
    value(
      await recallMethods.recallRelease(workspace, {
        customerIds: [1, 6],
        wish: "delete",
        folder: "/out",
        language: "en",
      }),
    );
    const [, bytes] = listFiles().find(([name]) => name.includes("google") && name.endsWith(".csv"))!;
    const rows: string[][] = parse(Buffer.from(bytes));
    const emails = rows.slice(1).map(([email]) => email);
    expect(emails).toEqual([hash("new@example.jp"), hash("person0@example.jp")]);
  });

  test("is refused for people whom nobody received; what the vault no longer knows is said in the letter", async () => {
    const { workspace, listFiles } = await given();
    value(
      await workspace.vault.change(["people"], () =>
        workspace.vault.db.run("DELETE FROM identifiers WHERE customer_id = 1"),
      ),
    );
    const asked = { wish: "delete", folder: "/out", language: "en" } as const;
    const done = value(await recallMethods.recallRelease(workspace, { customerIds: [1], ...asked }));
    expect(done.targets.map(({ rows, unlisted }) => [rows, unlisted])).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    const written = listFiles();
    expect(written).toHaveLength(6);
    for (const [name, bytes] of written)
      expect(new TextDecoder().decode(bytes)).toContain(
        name.endsWith("-en.txt") ? "there is no list" : "一覧はありません",
      );
    value(
      await workspace.vault.change(["releases"], () => workspace.vault.db.run("DELETE FROM release_people")),
    );
    expect(await recallMethods.recallRelease(workspace, { customerIds: [1, 2], ...asked })).toMatchObject({
      error: { code: "recall-nobody" },
    });
  });

  test("is in the record, for each person by their keyed number, and so in their access pack", async () => {
    const { workspace, files } = await given();
    value(
      await recallMethods.recallRelease(workspace, {
        customerIds: [1, 2],
        wish: "delete",
        folder: "/out",
        language: "en",
      }),
    );
    const lines = workspace.vault.db.rows<{ action: string; payload: string }>(
      "SELECT action, payload FROM record WHERE action LIKE 'recall%' ORDER BY seq",
    );
    expect(lines.map(({ action }) => action)).toEqual(["recall", "recalled-person", "recalled-person"]);
    expect(JSON.parse(lines[0]!.payload)).toMatchObject({ to: "delete", people: 2, recipients: 3, files: 9 });
    value(await rightsMethods.accessPack(workspace, { customerId: 1, language: "en", folder: "/x" }));
    const [, json] = [...files].find(
      ([name]) => name.startsWith("kurabito-access") && name.endsWith(".json"),
    )!;
    const pack = JSON.parse(new TextDecoder().decode(json)) as {
      readonly acts: readonly { readonly action: string }[];
    };
    expect(pack.acts.map(({ action }) => action)).toContain("recalled-person");
  });

  test.each(platforms)(
    "%s: a list never subscribes anybody, and needs something to find people by",
    (platform) => {
      for (const wish of ["opt_out", "delete"] as const) {
        const form = recallForm(platform, wish)!;
        const constants = form.format.columns.flatMap(({ value: how }) =>
          typeof how === "string" ? [] : [how.constant],
        );
        expect(constants.join(" ")).not.toMatch(/subscribe|consent/u);
        expect(form.format.needs.length).toBeGreaterThan(0);
        expect(form.format.file.minRows).toBeUndefined();
      }
    },
  );
});
