import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { workspaceWithFiles } from "../../../../test/support/memory-files.ts";
import { value } from "../../../../test/support/value.ts";
import { fault } from "../../../base/fault.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import { governanceDocuments, type ReadinessCheck } from "../../../terms/governance.ts";
import type { Workspace } from "../../../workspace.ts";
import en from "../../../words/en/governance.json" with { type: "json" };
import ja from "../../../words/ja/governance.json" with { type: "json" };
import { keepMethods } from "../../keep/index.ts";
import { rightsMethods } from "../../keep/rights/methods.ts";
import { keepRuleMethods } from "../../keep/rules/methods.ts";
import { releaseMethods } from "../../release/methods.ts";
import { dataMapMethods } from "../../use/data-map/index.ts";
import { enact } from "../enact.ts";
import { programPacks } from "../packs/index.ts";
import { governanceMethods } from "./methods.ts";
import { readinessChecks } from "./readiness-checks.ts";

const shares = {
  ...governanceMethods,
  ...keepMethods,
  ...keepRuleMethods,
  ...rightsMethods,
  ...dataMapMethods,
  ...releaseMethods,
};
const now = new Date("2026-11-20T03:00:00.000Z");
const day = (iso: string): number => parseIsoDate(iso) ?? 0;

/** What tells of one person, wherever it may have got to: none of it may be in a document. */
const canaries = [
  "鈴木カナリア花子",
  "スズキカナリアハナコ",
  "canary.hanako@example.jp",
  "+819012345678",
  "K-CANARY-77",
  "ORDER-CANARY-1",
  "千代田区カナリア町1-2-3",
  "証跡カナリア",
  "文面カナリア",
  "口コミカナリア",
  "出来事カナリア",
  "行カナリア",
  "理由カナリア",
  "請求カナリア",
  "対象カナリア",
  "商品カナリア",
  "/home/canary-folder",
  "値カナリア",
  "ファイルカナリア",
];

/** A vault with something of everything, and a canary in every place a person may be told of. */
async function canaryVault() {
  const made = await workspaceWithFiles(() => now);
  const { workspace } = made;
  const { vault } = workspace;
  const { db } = vault;
  value(
    await vault.change(["people", "consent"], () => {
      db.run(
        `INSERT INTO imports (id, name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated)
         VALUES (1, 'ファイルカナリア.csv', 'shop', '00', 1, '{}', '2026-01-02T00:00:00.000Z', 3, 3, 1, 0)`,
      );
      db.run("INSERT INTO sources (name, party) VALUES ('shop', 'first')");
      insertCustomers(db, [
        {
          name: "鈴木カナリア花子",
          reading: "スズキカナリアハナコ",
          email: "canary.hanako@example.jp",
          phone: "+819012345678",
          number: "K-CANARY-77",
          prefecture: "東京都",
          street: "千代田区カナリア町1-2-3",
          registeredOn: day("2025-01-05"),
          orders: [{ day: day("2026-02-01"), amount: 1200, key: "ORDER-CANARY-1", product: "商品カナリア" }],
          consents: [
            { purpose: "email_marketing", state: "granted", heldFrom: "2026-01-03T00:00:00.000Z", evidence: "証跡カナリア" }, // prettier-ignore
          ],
        },
        { name: "別の人", email: "other@example.jp", prefecture: "大阪府", orders: [] },
      ]);
      db.run(
        "INSERT INTO wordings (id, hash, text, version, since) VALUES (1, 'h', '文面カナリア', 1, '2026-01-03T00:00:00.000Z')",
      );
      db.run(
        `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source, wording_id)
         VALUES (1, 'email_marketing', 'mailchimp', 'granted', '2026-01-04T00:00:00.000Z', '2026-01-04T00:00:00.000Z', 'shop', 1)`,
      );
      db.run(
        `INSERT INTO fields (id, import_id, heading, target, class, purposes, stored, fate, basis)
         VALUES (1, 1, '持病', 'ignore', 'special_category', 'service', 1, 'keep', '{"purpose":"service","reason":"理由カナリア"}')`,
      );
      db.run(
        "INSERT INTO attributes (customer_id, field_id, value, import_id) VALUES (1, 1, '値カナリア', 1)",
      );
      db.run(
        "INSERT INTO reviews (customer_id, day, kind, text, masked, import_id) VALUES (1, 20000, 'review', '口コミカナリア', 0, 1)",
      );
      db.run("INSERT INTO quarantine (import_id, line, reason, raw) VALUES (1, 2, 'bad-date', '行カナリア')");
      db.run(
        "INSERT INTO segments (name, definition, created_at) VALUES ('対象カナリア', ?, '2026-03-01T00:00:00.000Z')",
        [
          JSON.stringify({
            groups: [{ anyOf: [{ kind: "number", attribute: "orders", comparison: "atLeast", value: 1 }] }],
          }),
        ],
      );
      db.run(
        "INSERT INTO runs (id, model, at, options, report) VALUES (1, 'churn', '2026-03-01T00:00:00.000Z', '{}', ?)",
        [
          JSON.stringify({
            end: "2026-02-28",
            people: 2,
            withheld: 1,
            review: {
              verdict: "do-not-use",
              checks: [{ code: "churn-too-few-customers", verdict: "do-not-use", details: {} }],
            },
          }),
        ],
      );
      db.run("INSERT INTO churn_scores (customer_id, run_id, churn_risk) VALUES (1, 1, 0.4)");
      enact(
        db,
        programPacks.filter(({ id }) => id === "appi" || id === "gdpr"),
        now,
      );
    }),
  );
  value(
    await shares.saveRequest(workspace, {
      kind: "access",
      law: "appi",
      receivedOn: "2026-10-01",
      who: "請求カナリア",
      note: "請求カナリア",
    }),
  );
  value(
    await shares.saveKeepRule(workspace, {
      rule: {
        kind: "contract_end",
        event: "出来事カナリア",
        days: 400,
        action: "erase",
        undated: "keep",
        active: true,
      },
    }),
  );
  value(
    await shares.releaseConsented(workspace, {
      request: {
        segmentId: 1,
        purpose: "email_marketing",
        recipient: "mailchimp",
        platform: "mailchimp_audience",
      },
      folder: "/home/canary-folder",
    }),
  );
  made.files.clear();
  return made;
}

/** One that is only read, and one that tests change one after another. */
let workspace: Workspace;
let changed: Awaited<ReturnType<typeof canaryVault>>;
let other: Workspace;
beforeAll(async () => {
  workspace = (await canaryVault()).workspace;
  changed = await canaryVault();
  other = changed.workspace;
});

const english = { language: "en" } as const;
async function checksOf(of: Workspace): Promise<(code: string) => ReadinessCheck> {
  const { checks } = value(await shares.checkReadiness(of, { ...english, job: undefined }));
  return (code) => {
    const found = checks.find((one) => one.code === code);
    if (found === undefined) throw new Error(`no check ${code}`);
    return found;
  };
}

describe("the register of processing", () => {
  test("has a line for each purpose really pursued, with its data, sources, recipients and models", async () => {
    const { entries } = value(await shares.processingRegister(workspace, english));
    expect(entries.map(({ purpose, people }) => [purpose, people])).toEqual([
      ["service", 2],
      ["analytics", 2],
      ["profiling", 2],
      ["email_marketing", 1],
    ]);
    const [service, , profiling, mail] = entries;
    expect(service?.data.find((one) => one.class === "special_category")?.fields).toEqual([
      "attributes.shop.持病",
    ]);
    expect(profiling?.models).toEqual(["churn"]);
    expect(mail).toMatchObject({ basis: "consent", sources: ["shop"] });
    expect(mail?.recipients).toMatchObject([
      { recipient: "mailchimp", countries: ["US"], kind: "processor", releases: 1, people: 1 },
    ]);
  });

  test("says what is declared and not pursued, and in an empty vault nothing else", async () => {
    const empty = (await workspaceWithFiles(() => now)).workspace;
    const { entries, document } = value(await shares.processingRegister(empty, english));
    expect(entries).toEqual([]);
    expect(JSON.stringify(document)).toContain("Nothing is done for: Orders and delivery");
  });
});

describe("the assessment", () => {
  test("finds the risks that are in the vault, the grave ones first, and leaves people their questions", async () => {
    const { risks, open } = value(await shares.assessmentDraft(workspace, english));
    const found = Object.fromEntries(risks.map(({ code, facts }) => [code, facts]));
    expect(found).toMatchObject({
      "special-categories": { fields: 1, people: 1 },
      "no-retention": { rules: 1 },
      "no-wording": { without: 1, granted: 2 },
      "model-refused": { models: 1 },
      "third-country": { recipients: 1, countries: "US" },
      "free-text": { texts: 1 },
      "few-in-group": { smallest: 1 },
    });
    expect(Object.keys(found)).not.toContain("large-scale");
    const levels = risks.map(({ level }) => level);
    expect([...levels].sort()).toEqual(levels);
    expect(open).toBeGreaterThanOrEqual(9);
  });

  test("a rule that is made takes its risk away", async () => {
    value(
      await shares.saveRetention(other, {
        rule: { inactiveDays: 730, action: "erase", undated: "keep", active: true },
      }),
    );
    const { risks } = value(await shares.assessmentDraft(other, english));
    expect(risks.map(({ code }) => code)).not.toContain("no-retention");
  });
});

describe("the privacy notice", () => {
  test("says in at most ten lines what is held, why, to whom it went and how long it stays", async () => {
    for (const language of ["ja", "en"] as const) {
      const { lines } = value(await shares.privacyNotice(workspace, { language }));
      expect(lines.length).toBeLessThanOrEqual(10);
    }
    const { lines, document } = value(await shares.privacyNotice(workspace, english));
    const text = lines.join("\n");
    expect(text).toContain("E-mail address");
    expect(text).toContain("Mailchimp");
    expect(text).toContain("Who is likely to leave");
    expect(text).not.toContain("Matching with an advertising platform");
    expect(JSON.stringify(document)).toContain("Personal Information Protection Commission");
    expect(JSON.stringify(document)).not.toContain("California");
  });

  test("tells of each field what the customer gets, in the owner's words", async () => {
    value(await shares.saveFieldValue(other, { field: "identifiers.email", text: "Your receipt by e-mail" }));
    const { lines, document } = value(await shares.privacyNotice(other, english));
    expect(lines.join("\n")).toContain("Your receipt by e-mail");
    const row = document.sections
      .flatMap(({ table }) => table?.rows ?? [])
      .find((cells) => cells[3] === "Your receipt by e-mail");
    expect(row?.[0]).toBe("E-mail address");
    expect(row?.[1]).toContain("Marketing by e-mail");
  });
});

describe("the AI guideline", () => {
  test("has a line and a card for each model that ran, what is forbidden, and the sentence for customers", async () => {
    const { models, document } = value(await shares.aiGuideline(workspace, english));
    expect(models).toMatchObject([{ model: "churn", verdict: "do-not-use", scored: 1, withheld: 1 }]);
    const titles = document.sections.map(({ title }) => title);
    expect(titles.some((title) => title.startsWith("Model card"))).toBe(true);
    const text = JSON.stringify(document);
    expect(text).toContain("do not use");
    expect(text).toContain("Who is likely to leave: differences between groups of people were not measured");
    expect(text).toContain("lets a computer estimate (Who is likely to leave)");
    expect(text).toContain("Who watches over the use of AI");
  });
});

describe("roles", () => {
  test("are named, stand in the documents, and can be taken again", async () => {
    value(
      await shares.saveFirm(other, {
        name: "株式会社くら",
        address: "東京都台東区1-1",
        representative: "倉田 守",
        contact: "privacy@kura.example",
      }),
    );
    value(await shares.saveRole(other, { role: "ai_oversight", name: "見張 番子", post: "部長" }));
    const firm = value(
      await shares.saveRole(other, { role: "source_owner", source: "shop", name: "店長 一郎" }),
    );
    expect(firm.holders.map(({ role, source }) => [role, source])).toEqual([
      ["ai_oversight", ""],
      ["source_owner", "shop"],
    ]);
    const guideline = value(await shares.aiGuideline(other, { language: "ja" }));
    expect(JSON.stringify(guideline.document)).toContain("部長 見張 番子");
    const register = value(await shares.processingRegister(other, { language: "ja" }));
    expect(JSON.stringify(register.document)).toContain("店長 一郎");
    expect(JSON.stringify(register.document)).toContain("株式会社くら");
    const { holders } = value(await shares.saveRole(other, { role: "ai_oversight", name: "" }));
    expect(holders.map(({ role }) => role)).toEqual(["source_owner"]);
    const told = other.vault.db.rows<{ payload: string }>(
      "SELECT payload FROM record WHERE action IN ('role-given', 'firm-described')",
    );
    expect(told).toHaveLength(4);
    expect(JSON.stringify(told)).not.toMatch(/番子|店長|くら/u);
  });

  test("of a source need a source that brought something", async () => {
    const role = { role: "source_owner", source: "nowhere", name: "x" } as const;
    expect(await shares.saveRole(workspace, role)).toEqual(fault("source-unknown"));
    expect(await shares.saveRole(workspace, { role: "owner", source: "shop", name: "x" })).toEqual(
      fault("source-unknown"),
    );
  });
});

describe("readiness", () => {
  test("reads the vault: each check says what was found and where it is mended", async () => {
    const check = await checksOf(workspace);
    expect(check("firm")).toMatchObject({ verdict: "missing", screen: ["record", "governance", "roles"] });
    expect(check("packs")).toMatchObject({ verdict: "ok", facts: { count: 2 } });
    expect(check("wordings")).toMatchObject({ verdict: "look", facts: { granted: 2, without: 1 } });
    expect(check("requests")).toMatchObject({ verdict: "missing", facts: { overdue: 1 } });
    expect(check("models")).toMatchObject({ verdict: "missing", facts: { refused: 1 } });
    expect(check("modelAge")).toMatchObject({ verdict: "look", facts: { old: 1 } });
    expect(check("record")).toMatchObject({ verdict: "ok" });
    expect(check("recovery")).toMatchObject({ verdict: "missing" });
    expect(check("special")).toMatchObject({ verdict: "look", facts: { fields: 1 } });
    expect(check("quarantine")).toMatchObject({ verdict: "look", facts: { rows: 1 } });
    expect(check("sending")).toMatchObject({ verdict: "look", facts: { lists: 1, without: 1 } });
    expect(check("sweep")).toMatchObject({ verdict: "look", facts: { never: 1 } });
    expect(check("oversight")).toMatchObject({ verdict: "missing" });
  });

  test("a document is missing until it is written, and to be looked at when the vault has changed since", async () => {
    expect((await checksOf(other))("notice")).toMatchObject({ verdict: "missing" });
    value(await shares.writeGovernance(other, { documents: ["register", "notice"], folder: "/x" }));
    const written = await checksOf(other);
    expect(written("notice")).toMatchObject({ verdict: "ok", facts: { at: "2026-11-20" } });
    expect(written("register")).toMatchObject({ verdict: "ok" });
    expect(written("assessment")).toMatchObject({ verdict: "missing" });
    value(await shares.saveRole(other, { role: "owner", name: "長" }));
    expect((await checksOf(other))("notice")).toMatchObject({ verdict: "look" });
  });

  test("a recovery kit is worth nothing after the passphrase was changed", async () => {
    const act = (action: string) =>
      other.vault.change(["record"], (note) => note({ gate: "vault", action, payload: {} }));
    value(await act("recovery-kit"));
    expect((await checksOf(other))("recovery")).toMatchObject({ verdict: "ok" });
    value(await act("passphrase-changed"));
    expect((await checksOf(other))("recovery")).toMatchObject({ verdict: "missing" });
  });
});

describe("documents that leave", () => {
  test("are one page a language each, a table for the register, a line of the record, and name nobody of the vault", async () => {
    const { files } = changed;
    files.clear();
    value(await shares.writeGovernance(other, { documents: [...governanceDocuments], folder: "/x" }));
    const incident = {
      kind: "stolen",
      noticedAt: "2026-11-19T01:00:00Z",
      scope: { of: "release", releaseId: 1 },
    } as const;
    for (const scope of [incident.scope, { of: "all" }, { of: "segment", segmentId: 1 }] as const) {
      const { id } = value(await shares.saveIncident(other, { incident: { ...incident, scope } }));
      value(await shares.writeIncident(other, { incidentId: id, folder: "/x" }));
    }
    expect(files.size).toBe(governanceDocuments.length * 2 + 2 + 3 * 4);
    for (const [name, bytes] of files) {
      const text = new TextDecoder().decode(bytes);
      for (const canary of canaries) expect([name, text.includes(canary)]).toEqual([name, false]);
      expect(text).not.toMatch(/\{\{|undefined|NaN|\[object/u);
      if (name.endsWith(".html")) expect(text).not.toMatch(/<script|src=|href=/u);
    }
    const lines = other.vault.db.rows<{ action: string; payload: string }>(
      "SELECT action, payload FROM record WHERE action IN ('governance-written', 'incident-written') ORDER BY seq DESC LIMIT 4",
    );
    expect(lines.map(({ action }) => action)).toEqual([
      "incident-written",
      "incident-written",
      "incident-written",
      "governance-written",
    ]);
    expect(JSON.parse(lines[3]?.payload ?? "")).toEqual({
      documents: governanceDocuments.join(", "),
      files: governanceDocuments.length * 2 + 2,
    });
  });
});

describe("the words", () => {
  type Tree = { readonly [key: string]: string | Tree };
  const leaves = (tree: Tree, prefix = ""): readonly (readonly [string, string])[] =>
    Object.entries(tree).flatMap(([key, text]) =>
      typeof text === "string" ? [[prefix + key, text] as const] : leaves(text, `${prefix}${key}.`),
    );
  const blanks = (text: string): readonly string[] =>
    [...new Set([...text.matchAll(/\{\{(\w+)\}\}/gu)].map(([, name = ""]) => name))].sort();

  test("hold the same keys with the same blanks in both languages", () => {
    const english = new Map(leaves(en));
    for (const [key, text] of leaves(ja)) {
      expect(english.has(key), key).toBe(true);
      expect(blanks(english.get(key) ?? ""), key).toEqual(blanks(text));
    }
    expect(leaves(en)).toHaveLength(leaves(ja).length);
  });

  test("ask a question for every check, and have no check nobody makes", () => {
    expect(Object.keys(en.check).sort()).toEqual(readinessChecks.map(({ code }) => code).sort());
  });
});
