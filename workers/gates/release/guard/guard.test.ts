import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { memoryReleases } from "../../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { fault } from "../../../base/fault.ts";
import type { AggregateRequest } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { mergePeople, unmergePeople } from "../../intake/identity/merge.ts";
import { releaseMethods, segmentMethods } from "../index.ts";

const now = new Date("2026-11-21T10:20:30.000Z");
const byPrefecture: AggregateRequest = { dimensions: ["prefecture"], measures: ["people", "revenue"] };
const people: AggregateRequest = { dimensions: [], measures: ["people"] };

const customer = (index: number, prefecture: string): TestCustomer => ({
  family: "佐藤",
  given: `花子${index}`,
  email: `person${index}@example.com`,
  prefecture,
  orders: [{ day: 20_000 - index, amount: 1000 + index, key: `o${index}` }],
  consents:
    index % 2 === 0
      ? [{ purpose: "email_marketing", state: "granted", heldFrom: "2026-01-01T00:00:00.000Z" }]
      : [],
});

let workspace: Workspace;
let written: boolean;
beforeEach(async () => {
  const base = await testWorkspace(() => now);
  written = true;
  const releases = memoryReleases();
  workspace = {
    ...base,
    releases: {
      ...releases,
      publish: async (token) => (written ? releases.publish(token) : fault("release-write-failed")),
    },
  };
  await come(...Array.from({ length: 60 }, (_, index) => customer(index, ["東京都", "大阪府"][index % 2]!)));
});

const change = async (body: () => void): Promise<void> =>
  value(await workspace.vault.change(["people"], body));
const come = (...customers: readonly TestCustomer[]) =>
  change(() => void insertCustomers(workspace.vault.db, customers));
const release = (request: AggregateRequest) =>
  releaseMethods.releaseAggregate(workspace, { request, folder: "out" });
const preview = async (request: AggregateRequest) =>
  value(await releaseMethods.previewAggregate(workspace, request));
const erase = (id: number) =>
  change(() => {
    // As erasure does it: every table of the person by its declared column.
    workspace.vault.db.run("DELETE FROM release_members WHERE customer_id = ?", [id]);
    workspace.vault.db.run("DELETE FROM customers WHERE id = ?", [id]);
  });

describe("the same table week by week", () => {
  test("is released again as long as nothing has changed", async () => {
    value(await release(byPrefecture));
    value(await release(byPrefecture));
    expect((await preview(byPrefecture)).differencing).toBeUndefined();
  });

  test("is refused after one person came, with what may leave in its place", async () => {
    value(await release(byPrefecture));
    await come(customer(60, "東京都"));
    expect(await release(byPrefecture)).toEqual(fault("release-differencing", { k: 10, releases: "1" }));
    const { differencing } = await preview(byPrefecture);
    expect(differencing).toMatchObject({ why: "combination", k: 10, releases: [1], wait: 9 });
    expect(workspace.vault.db.count("SELECT count(*) FROM releases")).toBe(1);
  });

  test("leaves once enough people have come to each cell that changed", async () => {
    value(await release(byPrefecture));
    await come(...Array.from({ length: 10 }, (_, index) => customer(60 + index, "東京都")));
    value(await release(byPrefecture));
    await come(...Array.from({ length: 9 }, (_, index) => customer(70 + index, "大阪府")));
    expect(await release(byPrefecture)).toMatchObject({ ok: false });
    await come(customer(80, "大阪府"));
    value(await release(byPrefecture));
  });

  test("tells nobody's purchase: a sum is refused when one person bought, the counts alone leave", async () => {
    value(await release(byPrefecture));
    await change(() => {
      workspace.vault.db.run(
        `INSERT INTO orders (customer_id, source, order_key, day, amount, currency, channel, import_id)
         VALUES (7, 'shop', 'late', 20001, 98765, 'JPY', 'web', 1)`,
      );
    });
    const { differencing } = await preview(byPrefecture);
    expect(differencing?.alternatives.map(({ kind }) => kind)).toContain("people-only");
    const [alternative] = differencing!.alternatives.filter(({ kind }) => kind === "people-only");
    value(await release(alternative!.request));
  });

  test("does not tell what an erased person spent", async () => {
    value(await release(byPrefecture));
    await erase(7);
    expect(workspace.vault.db.count("SELECT count(*) FROM release_members")).toBe(59);
    expect(await release(byPrefecture)).toMatchObject({ ok: false, error: { code: "release-differencing" } });
  });
});

describe("different tables of the same people", () => {
  test("everybody and everybody but a few", async () => {
    value(await release(people));
    await come();
    await change(() => workspace.vault.db.run("UPDATE customers SET prefecture = '沖縄県' WHERE id <= 4"));
    const segment = value(
      await segmentMethods.saveSegment(workspace, {
        name: "Not Okinawa",
        definition: {
          groups: [{ anyOf: [{ kind: "choice", attribute: "prefecture", values: ["沖縄県"], not: true }] }],
        },
      }),
    );
    expect(await release({ ...people, segmentId: segment.id })).toEqual(
      fault("release-differencing", { k: 10, releases: "1" }),
    );
  });

  test("withholding more cells is offered, and then leaves", async () => {
    await change(() => {
      const places = ["東京都", "大阪府", "京都府", "愛知県"];
      for (const [index, place] of places.entries())
        workspace.vault.db.run("UPDATE customers SET prefecture = ? WHERE id % 4 = ?", [place, index]);
    });
    value(await release(byPrefecture));
    // Two cells grow by ten, one by a single person: it hides in the total, and with a second cell.
    await come(
      ...Array.from({ length: 10 }, (_, index) => customer(60 + index, "東京都")),
      ...Array.from({ length: 10 }, (_, index) => customer(70 + index, "大阪府")),
      customer(90, "京都府"),
    );
    const { differencing } = await preview(byPrefecture);
    const more = differencing?.alternatives.find(({ kind }) => kind === "withhold-more");
    expect(more?.withheldCells).toBe(2);
    const out = value(await release(more!.request));
    expect(out.manifest.withheld).toEqual({ cells: 2 });
    expect((await preview(more!.request)).differencing).toBeUndefined();
  });

  test("a list of people who agreed counts as well", async () => {
    const everyone = value(
      await segmentMethods.saveSegment(workspace, { name: "全員", definition: { groups: [] } }),
    );
    const request = {
      segmentId: everyone.id,
      purpose: "email_marketing" as const,
      recipient: "self" as const,
      platform: "spreadsheet" as const,
    };
    value(await releaseMethods.releaseConsented(workspace, { request, folder: "out" }));
    await come(customer(61, "東京都"));
    expect(await release(people)).toEqual(fault("release-differencing", { k: 10, releases: "1" }));
  });
});

test("a release whose files never appeared told nothing", async () => {
  written = false;
  expect(await release(people)).toMatchObject({ ok: false });
  written = true;
  await come(customer(60, "東京都"));
  value(await release(people));
});

test("people joined into one and taken apart again are where they were", async () => {
  value(await release(people));
  const { db } = workspace.vault;
  await change(() => mergePeople(db, 1, [2], now));
  expect(db.count("SELECT sum(gone) FROM release_classes")).toBe(1);
  expect(await release(people)).toMatchObject({ ok: false, error: { code: "release-differencing" } });
  await change(() => unmergePeople(db, 1, [2], now));
  expect(db.count("SELECT sum(gone) FROM release_classes")).toBe(0);
  value(await release(people));
});
