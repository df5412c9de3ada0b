import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../test/support/customers.ts";
import { memoryReleases } from "../../../test/support/memory-releases.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { fault } from "../../base/fault.ts";
import { unwatched } from "../../base/job.ts";
import type { ReleasePort } from "../../ports.ts";
import type { Workspace } from "../../workspace.ts";
import { releaseMethods, segmentMethods, verifyManifest } from "./index.ts";

const day = 20_000;
const yes = (purpose: string, recipient = "self") => ({
  purpose,
  recipient,
  state: "granted",
  heldFrom: "2026-01-01T00:00:00.000Z",
});

function shopCustomers(): TestCustomer[] {
  return Array.from({ length: 60 }, (_, index): TestCustomer => {
    const consents = [];
    if (index % 2 === 0) consents.push(yes("email_marketing"));
    if (index % 3 === 0) consents.push(yes("ads_matching", "google_ads"));
    return {
      family: index === 0 ? "山田" : "佐藤",
      given: index === 0 ? "太郎" : `花子${index}`,
      ...(index % 5 === 4 ? {} : { email: `Person${index}@Example.com` }),
      prefecture: index < 57 ? ["東京都", "大阪府"][index % 2]! : "沖縄県",
      orders: [{ day: day - index, amount: 1000 + index, key: `o${index}` }],
      consents,
    };
  });
}

async function shop(faults: { publish?: boolean } = {}) {
  const base: TestWorkspace = await testWorkspace(() => new Date("2026-11-21T10:20:30.000Z"));
  const releases = memoryReleases();
  const failing: ReleasePort = { ...releases, publish: async () => fault("release-write-failed") };
  const workspace: Workspace = { ...base, releases: faults.publish === true ? failing : releases };
  value(
    await workspace.vault.change(["people", "consent"], () => {
      insertCustomers(workspace.vault.db, shopCustomers());
      workspace.vault.db.run("UPDATE customers SET postal_code = '100-0001' WHERE id <= 30");
    }),
  );
  const everyone = value(
    await segmentMethods.saveSegment(workspace, { name: "全員", definition: { groups: [] } }),
  );
  return { base, workspace, releases, everyone };
}

const mailRequest = (segmentId: number) => ({
  segmentId,
  purpose: "email_marketing" as const,
  recipient: "self" as const,
  platform: "spreadsheet" as const,
});

function state(workspace: Workspace) {
  const { db } = workspace.vault;
  return {
    releases: db.rows<{ state: string }>("SELECT state FROM releases").map((row) => row.state),
    people: db.count("SELECT count(*) FROM release_people"),
    acts: db
      .rows<{ action: string }>("SELECT action FROM record WHERE gate = 'release' ORDER BY seq")
      .map((row) => row.action),
  };
}

describe("a consented release", () => {
  test("lets out those who said yes, with a manifest that verifies and a ledger that agrees", async () => {
    const { base, workspace, releases, everyone } = await shop();
    const preview = value(await releaseMethods.previewConsented(workspace, mailRequest(everyone.id)));
    expect(preview.releasable + Object.values(preview.withheld).reduce((a, b) => a + b, 0)).toBe(60);
    expect(preview.withheld).toMatchObject({ "consent-unknown": 30, "no-identifier": 6 });
    const out = value(
      await releaseMethods.releaseConsented(workspace, { request: mailRequest(everyone.id), folder: "out" }),
    );
    expect(out.manifest).toMatchObject({ people: 24, rows: 24, basis: "consent", platform: "spreadsheet" });
    expect(out.paths[2]).toMatch(/\.verify\.html$/);
    expect(new TextDecoder().decode(releases.files.get(out.paths[2]!))).toContain("default-src 'none'");
    expect(out.paths[0]).toMatch(/^kurabito-consented-segment-1-20261121-102030-[0-9a-f]{8}\.csv$/);
    const file = releases.files.get(out.paths[0]!)!;
    expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows: string[][] = parse(Buffer.from(file), { bom: true });
    expect(rows[0]).toEqual(["メールアドレス", "氏名", "氏名（カナ）"]);
    expect(rows).toHaveLength(25);
    expect(rows[1]).toEqual(["person0@example.com", "山田 太郎", ""]);
    const text = new TextDecoder().decode(releases.files.get(out.paths[1]!));
    const report = await verifyManifest(text, async (name) => releases.files.get(name));
    expect(report.checks.filter((check) => !check.passed)).toEqual([]);
    expect(releases.staged.size).toBe(0);
    expect(state(workspace)).toEqual({ releases: ["released"], people: 24, acts: ["release-consented"] });
    expect(value(await releaseMethods.listReleases(workspace, {}))).toEqual([out.release]);
    expect(value(await releaseMethods.showManifest(workspace, { releaseId: out.release.id }))).toEqual(
      out.manifest,
    );
    const saved = await base.reopened();
    expect(saved.db.count("SELECT count(*) FROM release_people")).toBe(24);
    expect(workspace.vault.verifyRecord(unwatched).intact).toBe(true);
  });

  test("verifies a list written in a Japanese encoding", async () => {
    const { workspace, releases, everyone } = await shop();
    const request = {
      ...mailRequest(everyone.id),
      purpose: "postal_marketing",
      platform: "postal_labels",
    } as const;
    value(
      await workspace.vault.change(["people", "consent"], () => {
        const { db } = workspace.vault;
        db.run("UPDATE customers SET city = '千代田区', street = '丸の内1-1' WHERE id <= 30");
        db.run(
          `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
           SELECT id, 'postal_marketing', 'self', 'granted', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 'owner'
           FROM customers WHERE id <= 30`,
        );
      }),
    );
    const out = value(await releaseMethods.releaseConsented(workspace, { request, folder: "out" }));
    expect(out.manifest).toMatchObject({ encoding: "windows-31j", rows: 30 });
    const text = new TextDecoder().decode(releases.files.get(out.paths[1]!));
    const report = await verifyManifest(text, async (name) => releases.files.get(name));
    expect(report.checks.filter((check) => !check.passed)).toEqual([]);
  });

  test("says that people have consented, where only what the format needs is missing", async () => {
    const { workspace, everyone } = await shop();
    value(
      await workspace.vault.change(["people"], () =>
        workspace.vault.db.run("DELETE FROM identifiers WHERE kind = 'email'"),
      ),
    );
    const refused = await releaseMethods.releaseConsented(workspace, {
      request: mailRequest(everyone.id),
      folder: "out",
    });
    expect(refused).toEqual(fault("release-nobody-usable", { people: 30 }));
  });

  test("respects a consent withdrawn after the preview", async () => {
    const { workspace, everyone } = await shop();
    expect(value(await releaseMethods.previewConsented(workspace, mailRequest(everyone.id))).releasable).toBe(
      24,
    );
    value(
      await workspace.vault.change(["consent"], () => {
        workspace.vault.db.run(
          `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
           VALUES (1, 'email_marketing', 'self', 'denied', '2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', 'owner')`,
        );
      }),
    );
    const out = value(
      await releaseMethods.releaseConsented(workspace, { request: mailRequest(everyone.id), folder: "out" }),
    );
    expect(out.manifest.rows).toBe(23);
    expect(out.release.withheld).toMatchObject({ "consent-denied": 1, "consent-unknown": 30 });
    // Whoever knows that one person is not on the list does not learn why: not even whether anybody refused.
    expect(out.manifest.withheld).toEqual({ "consent-unknown": 30 });
    expect(out.manifest.withheldBelow).toBe(10);
    expect(value(await releaseMethods.listReleases(workspace, {}))[0]?.withheld).toEqual(
      out.release.withheld,
    );
  });

  test("a consent withdrawn while the files are written waits for them, and holds from then on", async () => {
    const { workspace, releases, everyone } = await shop();
    const withdraw = () =>
      workspace.vault.change(["consent"], () => {
        workspace.vault.db.run(
          `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
           VALUES (1, 'email_marketing', 'self', 'denied', '2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', 'owner')`,
        );
      });
    let withdrawn: ReturnType<typeof withdraw> | undefined;
    const writing: Workspace = {
      ...workspace,
      releases: {
        ...releases,
        finish: (token, names, beside) => {
          withdrawn = withdraw();
          return releases.finish(token, names, beside);
        },
      },
    };
    const out = value(
      await releaseMethods.releaseConsented(writing, { request: mailRequest(everyone.id), folder: "out" }),
    );
    value(await withdrawn!);
    // The file and the ledger are of one moment: whoever is in the one is in the other, and can be called back.
    const rows = new TextDecoder().decode(releases.files.get(out.paths[0]!)).trim().split("\r\n").length - 1;
    expect([rows, out.manifest.rows, state(workspace).people]).toEqual([24, 24, 24]);
    expect(value(await releaseMethods.previewConsented(workspace, mailRequest(everyone.id)))).toMatchObject({
      releasable: 23,
      withheld: { "consent-denied": 1 },
    });
  });

  test("refuses when the segment asks something else than when it was looked at", async () => {
    const { workspace, releases, everyone } = await shop();
    const { segmentStamp } = value(
      await releaseMethods.previewConsented(workspace, mailRequest(everyone.id)),
    );
    const request = { ...mailRequest(everyone.id), segmentStamp };
    value(
      await segmentMethods.saveSegment(workspace, {
        id: everyone.id,
        name: everyone.name,
        definition: {
          groups: [{ anyOf: [{ kind: "choice", attribute: "prefecture", values: ["東京都"] }] }],
        },
      }),
    );
    expect(await releaseMethods.releaseConsented(workspace, { request, folder: "out" })).toEqual(
      fault("segment-changed", { name: everyone.name }),
    );
    expect(releases.staged.size + releases.files.size).toBe(0);
    const again = value(await releaseMethods.previewConsented(workspace, mailRequest(everyone.id)));
    expect(again.segmentStamp).not.toBe(segmentStamp);
    value(
      await releaseMethods.releaseConsented(workspace, {
        request: { ...request, segmentStamp: again.segmentStamp },
        folder: "out",
      }),
    );
  });

  test("gives no advertising platform a list whose name tells of health, and says which name would do", async () => {
    const { workspace, releases } = await shop();
    const ill = value(
      await segmentMethods.saveSegment(workspace, { name: "糖尿病の人", definition: { groups: [] } }),
    );
    const request = {
      segmentId: ill.id,
      purpose: "ads_matching" as const,
      recipient: "google_ads" as const,
      platform: "google_customer_match" as const,
    };
    expect(value(await releaseMethods.previewConsented(workspace, request)).nameTells).toEqual(["health"]);
    expect(await releaseMethods.releaseConsented(workspace, { request, folder: "out" })).toEqual(
      fault("release-name-sensitive", { name: "糖尿病の人", n: ill.id }),
    );
    expect(releases.files.size).toBe(0);
    const named = { ...request, listName: `リスト${ill.id}` };
    const out = value(await releaseMethods.releaseConsented(workspace, { request: named, folder: "out" }));
    expect(JSON.stringify(out.manifest)).not.toContain("糖尿病");
  });

  test("writes nothing and enters nothing when nobody may leave or the combination is not offered", async () => {
    const { workspace, releases, everyone } = await shop();
    const request = { ...mailRequest(everyone.id), purpose: "postal_marketing" as const };
    const nobody = await releaseMethods.releaseConsented(workspace, { request, folder: "out" });
    expect(nobody).toEqual(fault("release-nobody"));
    const odd = { ...mailRequest(everyone.id), recipient: "google_ads" as const };
    expect(await releaseMethods.releaseConsented(workspace, { request: odd, folder: "out" })).toEqual(
      fault("release-way-unknown"),
    );
    expect(releases.staged.size + releases.files.size).toBe(0);
    expect(state(workspace)).toEqual({ releases: [], people: 0, acts: [] });
  });

  test("marks the ledger when the files cannot appear", async () => {
    const { workspace, releases, everyone } = await shop({ publish: true });
    const out = await releaseMethods.releaseConsented(workspace, {
      request: mailRequest(everyone.id),
      folder: "out",
    });
    expect(out).toEqual(fault("release-write-failed"));
    expect(releases.staged.size + releases.files.size).toBe(0);
    expect(state(workspace)).toEqual({
      releases: ["failed"],
      people: 0,
      acts: ["release-consented", "release-failed"],
    });
  });

  test("a Customer Match file hashes what is there and nothing else", async () => {
    const { workspace, releases, everyone } = await shop();
    const request = {
      segmentId: everyone.id,
      purpose: "ads_matching" as const,
      recipient: "google_ads" as const,
      platform: "google_customer_match" as const,
    };
    const out = value(await releaseMethods.releaseConsented(workspace, { request, folder: "out" }));
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(releases.files.get(out.paths[0]!));
    const hash = (plain: string) => createHash("sha256").update(plain, "utf8").digest("hex");
    const lines = text.split("\n");
    expect(lines[0]).toBe("Email,Phone,First Name,Last Name,Country,Zip");
    expect(lines[1]).toBe(`${hash("person0@example.com")},,${hash("太郎")},${hash("山田")},JP,100-0001`);
    expect(text).not.toContain(hash(""));
    expect(text).not.toMatch(/@|Person/);
  });
});

describe("an aggregate release", () => {
  test("withholds the small cell and one more, and verifies", async () => {
    const { workspace, releases } = await shop();
    const request = {
      dimensions: ["prefecture" as const],
      measures: ["people" as const, "revenue" as const],
    };
    const table = value(await releaseMethods.previewAggregate(workspace, request));
    expect(table.totals?.[0]).toBe(60);
    expect(table.cells.find((cell) => cell.labels[0] === "沖縄県")).toMatchObject({
      values: [],
      suppressed: "primary",
    });
    expect(table.withheldCells).toBe(2);
    const out = value(await releaseMethods.releaseAggregate(workspace, { request, folder: "out" }));
    const rows: string[][] = parse(Buffer.from(releases.files.get(out.paths[0]!)!), { bom: true });
    expect(rows[0]).toEqual(["都道府県", "人数", "購入金額（JPY）"]);
    expect(rows.filter((row) => row[1] === "非公表")).toHaveLength(2);
    expect(rows.at(-1)).toEqual(["（合計）", "60", String(60_000 + (59 * 60) / 2)]);
    const text = new TextDecoder().decode(releases.files.get(out.paths[1]!));
    expect((await verifyManifest(text, async (name) => releases.files.get(name))).intact).toBe(true);
  });

  test("refuses a population below k", async () => {
    const { workspace } = await shop();
    const few = value(
      await segmentMethods.saveSegment(workspace, {
        name: "Okinawa only",
        definition: {
          groups: [{ anyOf: [{ kind: "choice", attribute: "prefecture", values: ["沖縄県"] }] }],
        },
      }),
    );
    const request = { segmentId: few.id, dimensions: [], measures: ["people" as const] };
    expect(value(await releaseMethods.previewAggregate(workspace, request)).totals).toBeUndefined();
    expect(await releaseMethods.releaseAggregate(workspace, { request, folder: "out" })).toEqual(
      fault("release-too-few", { k: 10 }),
    );
    expect(state(workspace).releases).toEqual([]);
  });
});

describe("verifying", () => {
  test("names what was changed", async () => {
    const { workspace, releases, everyone } = await shop();
    const out = value(
      await releaseMethods.releaseConsented(workspace, { request: mailRequest(everyone.id), folder: "out" }),
    );
    const [csv, manifest] = out.paths;
    const text = new TextDecoder().decode(releases.files.get(manifest!));
    const bytes = releases.files.get(csv!)!;
    const failed = async (manifestText: string, file: Uint8Array | undefined) =>
      (await verifyManifest(manifestText, async () => file)).checks
        .filter((c) => !c.passed)
        .map((c) => c.code);
    const flipped = bytes.slice();
    flipped[40] = flipped[40]! ^ 1;
    expect(await failed(text, flipped)).toContain("file-sha256");
    expect(await failed(text, bytes.subarray(0, bytes.length - 30))).toEqual(
      expect.arrayContaining(["file-bytes", "file-sha256"]),
    );
    expect(await failed(text, undefined)).toContain("file-present");
    expect(await failed(text.replace('"rows": 24', '"rows": 23'), bytes)).toEqual([
      "digest",
      "signature",
      "file-rows",
    ]);
    expect(await failed(text.replace(csv!, `../${csv!}`), bytes)).toEqual(["format"]);
    expect(await failed("{", bytes)).toEqual(["format"]);
  });
});

describe("saved segments", () => {
  test("have one name each, can be changed and deleted", async () => {
    const { workspace, everyone } = await shop();
    const definition = { groups: [] };
    expect(await segmentMethods.saveSegment(workspace, { name: "全員", definition })).toEqual(
      fault("segment-name-taken", { name: "全員" }),
    );
    value(await segmentMethods.saveSegment(workspace, { id: everyone.id, name: "みんな", definition }));
    const listed = value(await segmentMethods.listSegments(workspace, { language: "ja" }));
    expect(listed.map(({ name, people }) => [name, people])).toEqual([["みんな", 60]]);
    value(await segmentMethods.deleteSegment(workspace, { segmentId: everyone.id }));
    expect(await segmentMethods.deleteSegment(workspace, { segmentId: everyone.id })).toEqual(
      fault("segment-unknown"),
    );
  });

  test("a condition on scores without a run matches nobody and says so", async () => {
    const { workspace } = await shop();
    for (const not of [false, true]) {
      const definition = {
        groups: [
          {
            anyOf: [
              {
                kind: "number" as const,
                attribute: "pAlive" as const,
                comparison: "atLeast" as const,
                value: 0,
                not,
              },
            ],
          },
        ],
      };
      const preview = value(await segmentMethods.previewSegment(workspace, { definition, language: "en" }));
      expect(preview).toMatchObject({ people: 0, note: "scores-missing", everybody: 60 });
    }
  });

  test("the vocabulary counts people by value, most frequent first", async () => {
    const { workspace } = await shop();
    const vocabulary = value(await segmentMethods.segmentVocabulary(workspace, {}));
    expect(vocabulary.prefecture).toEqual([
      { value: "東京都", people: 29 },
      { value: "大阪府", people: 28 },
      { value: "沖縄県", people: 3 },
    ]);
    expect(vocabulary.channel).toEqual([{ value: "web", people: 60 }]);
  });
});
