import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../../../test/support/test-workspace.ts";
import { value } from "../../../../../test/support/value.ts";
import type { ImportOutcome } from "../../../../terms/intake.ts";
import { intakeMethods } from "../../index.ts";
import { splitText } from "../../read/read-records.ts";
import { previewTable } from "../preview.ts";
import { matchPreset, presets } from "./index.ts";

const folder = new URL("fixtures/", import.meta.url);
const now = () => new Date("2026-11-21T03:00:00Z");

async function bringIn(workspace: TestWorkspace, name: string): Promise<ImportOutcome> {
  const file = new Blob([readFileSync(new URL(name, folder))]);
  const preview = value(await intakeMethods.previewFile(workspace, { file, name }));
  return value(await intakeMethods.importFile(workspace, { file, name, plan: preview.plan }));
}

async function presetOf(name: string): Promise<string | undefined> {
  const file = new Blob([readFileSync(new URL(name, folder))]);
  return value(await previewTable(file, name, {})).preset;
}

/** Orders by key, and what everybody's last word on e-mail is. */
function shown({ vault: { db } }: TestWorkspace) {
  return {
    orders: Object.fromEntries(
      db
        .rows<{ order_key: string; amount: number }>(
          "SELECT order_key, amount FROM orders ORDER BY order_key",
        )
        .map((order) => [order.order_key, order.amount]),
    ),
    consents: Object.fromEntries(
      db
        .rows<{ value: string; state: string }>(
          "SELECT value, state FROM consents JOIN identifiers USING (customer_id) WHERE kind = 'email' ORDER BY held_from, consents.id",
        )
        .map((consent) => [consent.value.split("@")[0], consent.state]),
    ),
    people: db.count("SELECT count(*) FROM customers"),
    lines: db.count("SELECT count(*) FROM order_lines"),
  };
}

/** Each fixture, its preset, and what comes in of it. */
const expected: readonly (readonly [
  string,
  string,
  Partial<ImportOutcome>,
  Partial<ReturnType<typeof shown>>,
])[] = [
  [
    "shopify-orders.csv",
    "shopify-orders",
    { read: 3 },
    { orders: { "#1001": 3000, "#1002": 0 }, consents: { ann: "granted", bob: "denied" }, lines: 3 },
  ],
  [
    "shopify-orders.newer.csv",
    "shopify-orders",
    { read: 3 },
    { orders: { "#1001": 3000, "#1002": 0 }, lines: 3 },
  ],
  [
    "shopify-customers.csv",
    "shopify-customers",
    { customersNew: 2 },
    { consents: { ann: "granted", bob: "denied" } },
  ],
  [
    "shopify-customers-older.csv",
    "shopify-customers-older",
    { customersNew: 2 },
    { consents: { ann: "granted" } },
  ],
  ["woocommerce-customers.csv", "woocommerce-customers", { customersNew: 2 }, { consents: {} }],
  ["woocommerce-customers.ja.csv", "woocommerce-customers", { customersNew: 1 }, { consents: {} }],
  ...[1, 2, 3, 4].map(
    (generation) =>
      [
        `stripe-payments.${String(generation)}.csv`,
        "stripe-payments",
        { read: 2 },
        { orders: { ch_1: 3000, ch_2: 0 }, people: 2 },
      ] as const,
  ),
  [
    "square-customers.csv",
    "square-customers",
    { customersNew: 3 },
    { consents: { ann: "granted", bob: "denied" } },
  ],
  ["base-orders.csv", "base-orders", { read: 3 }, { orders: { B1: 2600, B2: 0 }, lines: 2 }],
  [
    "ec-cube-orders.csv",
    "ec-cube-orders",
    { read: 4, leftOut: 1 },
    { orders: { 1: 2500, 2: 0 }, lines: 2, people: 2 },
  ],
  ["ec-cube-customers.csv", "ec-cube-customers", { customersNew: 1 }, { consents: {} }],
  ["makeshop-orders.csv", "makeshop-orders", { read: 2 }, { orders: { M1: 3500, M2: 0 }, people: 2 }],
  [
    "smaregi-transactions.csv",
    "smaregi-transactions",
    { read: 3, leftOut: 1, stored: 2, quarantined: 0 },
    { orders: { 1: 1000, 2: 0 } },
  ],
  [
    "subscribed_members_export_ab12.csv",
    "mailchimp-subscribed",
    { consentsNew: 2 },
    { consents: { ann: "granted", leo: "granted" } },
  ],
  [
    "unsubscribed_members_export_ab12.csv",
    "mailchimp-unsubscribed",
    { consentsNew: 1 },
    { consents: { leo: "denied" } },
  ],
  [
    "cleaned_members_export_ab12.csv",
    "mailchimp-cleaned",
    { consentsNew: 1 },
    { consents: { bounce: "denied" } },
  ],
  [
    "klaviyo-profiles.csv",
    "klaviyo-profiles",
    { customersNew: 4 },
    { consents: { ann: "granted", bob: "denied" } },
  ],
  ["hubspot-contacts.csv", "hubspot-contacts", { customersNew: 3 }, { consents: { bob: "denied" } }],
  ["salesforce-leads.csv", "salesforce-leads", { customersNew: 2 }, { consents: { bob: "denied" } }],
  [
    "mailchimp-activity.csv",
    "mailchimp-activity",
    { kind: "messages", entriesNew: 5, customersNew: 2, consentsNew: 1 },
    { consents: { bob: "denied" } },
  ],
  [
    "klaviyo-events.csv",
    "klaviyo-events",
    { kind: "messages", entriesNew: 3, leftOut: 1, consentsNew: 1 },
    { consents: { bob: "denied" }, orders: {} },
  ],
  ...(
    [
      ["google-ads-spend.csv", "google-ads-spend"],
      ["google-ads-spend.ja.csv", "google-ads-spend"],
      ["meta-ads-spend.csv", "meta-ads-spend"],
      ["yahoo-ads-spend.csv", "yahoo-ads-spend"],
      ["line-ads-spend.csv", "line-ads-spend"],
      ["ga4-ads-cost.csv", "ga4-ads-cost"],
    ] as const
  ).map(([name, preset]) => [name, preset, { kind: "spend", entriesNew: 2 }, { people: 0 }] as const),
];

describe("whole files of each tool", () => {
  test.each(expected)("%s is %s, and comes in as it should", async (name, preset, outcome, contents) => {
    expect(await presetOf(name)).toBe(preset);
    const workspace = await testWorkspace(now);
    const did = await bringIn(workspace, name);
    expect(did).toMatchObject({ quarantined: 0, ...outcome });
    expect(did.read).toBe(did.stored + did.quarantined + did.repeated + did.leftOut);
    expect(shown(workspace)).toMatchObject(contents);
  });

  test("what a tool's export lacks is said, and its import refused where nobody can be told apart", async () => {
    const workspace = await testWorkspace(now);
    for (const [name, lack] of [
      ["woocommerce-orders.csv", "email"],
      ["ga4-report.csv", "people"],
    ] as const) {
      const file = new Blob([readFileSync(new URL(name, folder))]);
      const preview = value(await intakeMethods.previewFile(workspace, { file, name }));
      expect(
        preview.notes.filter(({ code }) => code === "preset-lacks").map(({ details }) => details["lack"]),
      ).toContain(lack);
      expect(await intakeMethods.importFile(workspace, { file, name, plan: preview.plan })).toMatchObject({
        error: { code: "mapping-incomplete" },
      });
    }
  });
});

describe("recognition", () => {
  const headings = (name: string): readonly string[] => {
    const bytes = readFileSync(new URL(name, folder));
    const text = new TextDecoder(
      name.startsWith("ec-cube") || name.startsWith("makeshop") ? "shift_jis" : "utf-8",
    ).decode(bytes);
    return splitText(text.replace(/^(?:#[^\n]*\n|\n)+/, ""), ",").rows[0] ?? [];
  };

  test.each(readdirSync(folder))("%s in any order, in capitals, with a column more", (name) => {
    const found = matchPreset(headings(name), name)?.id;
    expect(found).toBeDefined();
    const changed = [
      ...headings(name)
        .toReversed()
        .map((heading) => ` ${heading.toUpperCase()} `),
      "another column",
    ];
    expect(matchPreset(changed, name)?.id).toBe(found);
  });

  test("every preset has a fixture", () => {
    const found = new Set(readdirSync(folder).map((name) => matchPreset(headings(name), name)?.id));
    const unfixed = presets.map(({ id }) => id).filter((id) => !found.has(id));
    expect(unfixed).toEqual(["mailchimp-audience", "online-retail"]);
  });

  test("Mailchimp's columns under a name that says nothing grant nothing", () => {
    const columns = headings("subscribed_members_export_ab12.csv");
    for (const name of ["audience.csv", "nonsubscribed_members.csv", "my subscribed.csv"])
      expect(matchPreset(columns, name)?.id).toBe("mailchimp-audience");
  });
});

describe("Mailchimp's three files together", () => {
  test("a file of those who left grants nothing, whatever it is said to be", async () => {
    const workspace = await testWorkspace(now);
    const name = "unsubscribed_members_export_ab12.csv";
    const file = new Blob([readFileSync(new URL(name, folder))]);
    const { plan } = value(await intakeMethods.previewFile(workspace, { file, name }));
    value(
      await intakeMethods.importFile(workspace, {
        file,
        name,
        plan: { ...plan, preset: "mailchimp-subscribed" },
      }),
    );
    expect(shown(workspace)).toMatchObject({ people: 1, consents: {} });
  });

  test("in any order the one who left stays out; evidence is kept, places are not", async () => {
    const names = ["subscribed", "unsubscribed", "cleaned"].map((kind) => `${kind}_members_export_ab12.csv`);
    for (const order of [names, names.toReversed()]) {
      const workspace = await testWorkspace(now);
      for (const name of order) await bringIn(workspace, name);
      expect(shown(workspace).consents).toEqual({ ann: "granted", leo: "denied", bounce: "denied" });
      const rows = workspace.vault.db.rows<{ evidence: string }>("SELECT evidence FROM consents");
      expect(rows.map(({ evidence }) => JSON.parse(evidence) as unknown)).toContainEqual(
        expect.objectContaining({
          said: "subscribed",
          OPTIN_IP: "203.0.113.7",
          OPTIN_TIME: "2025-01-01 10:00:00",
        }),
      );
      const everything =
        JSON.stringify(rows) + JSON.stringify(workspace.vault.db.rows("SELECT * FROM customers"));
      expect(everything).not.toContain("139.7");
    }
  });
});
