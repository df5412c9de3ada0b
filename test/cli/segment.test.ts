import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type {
  MembershipAnswer,
  SegmentDefinition,
  SegmentEntry,
  SegmentPreview,
} from "../../workers/terms/segment.ts";
import type {
  PriorityList,
  SegmentChanges,
  SegmentOverlap,
  SegmentSnapshot,
} from "../../workers/terms/segment-sets.ts";
import type { ReleaseOutcome } from "../../workers/terms/release.ts";
import { json, kurabito } from "./kurabito.ts";

const definition: SegmentDefinition = {
  groups: [
    {
      anyOf: [
        {
          kind: "sequence",
          occurrence: "first",
          first: { what: "order", products: ["Tea"] },
          window: { kind: "between", from: "2026-01-01", to: "2026-12-31" },
          then: { what: "order", products: ["Cake"] },
          followed: false,
          withinDays: 30,
        },
        {
          kind: "did",
          act: { what: "order", amountAtLeast: 5000 },
          times: { comparison: "atLeast", n: 1 },
          window: { kind: "lastDays", days: 400 },
          not: true,
        },
      ],
    },
    { anyOf: [{ kind: "known", fact: "phone" }], not: true },
  ],
};

let folder = "";
let vault: readonly string[] = [];
let file = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-segment-"));
  vault = ["--vault", join(folder, "shop.kura")];
  file = join(folder, "definition.json");
  await writeFile(file, JSON.stringify(definition));
  const orders = join(folder, "orders.csv");
  await writeFile(
    orders,
    [
      "order id,email,order date,order total,product name,consent_email",
      "1,a@example.jp,2026-01-10,1000,Tea,yes",
      "2,a@example.jp,2026-01-20,1000,Cake,yes",
      "3,b@example.jp,2026-01-10,6000,Tea,yes",
      "4,c@example.jp,2026-06-01,7000,Cake,yes",
    ].join("\n"),
  );
  const map = join(folder, "map.json");
  const columns = {
    "order id": "order_id",
    email: "email",
    "order date": "order_date",
    "order total": "order_total",
    "product name": "product_name",
    consent_email: "consent_email",
  };
  await writeFile(map, JSON.stringify({ columns }));
  await json(["vault", "create", ...vault]);
  await json(["import", orders, "--map", map, ...vault]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("segments on the command line", () => {
  test("a definition comes back from the vault as it went in, with its sentence in the language of the call", async () => {
    const made = await json<SegmentEntry>(["segment", "create", "Waiting", "--definition", file, ...vault]);
    expect(made.definition).toEqual(definition);
    expect(made.sentence).toMatch(/^People /u);
    const { segments } = await json<{ segments: SegmentEntry[] }>(["segment", "list", ...vault]);
    expect(segments[0]?.definition).toEqual(definition);
    const preview = await json<SegmentPreview>(["segment", "preview", "--definition", file, ...vault]);
    expect(preview).toMatchObject({ people: made.people, countedFrom: "2026-06-01" });
  });

  test("why a customer is in or out, in words", async () => {
    const answer = await json<MembershipAnswer>([
      "segment",
      "explain",
      "1",
      "--segment",
      "Waiting",
      ...vault,
    ]);
    expect(answer.inside).toBe(answer.groups.every(({ met }) => met));
    const { code, out } = await kurabito(["segment", "explain", "1", "--where", "orders>=2", ...vault]);
    expect([code, out.includes("This customer is in.")]).toEqual([0, true]);
    expect((await kurabito(["segment", "explain", "99", "--where", "orders>=2", ...vault])).code).toBe(1);
    expect((await kurabito(["segment", "explain", "x", "--where", "orders>=2", ...vault])).code).toBe(2);
  });

  test("overlap, snapshots, and an order that a release respects", async () => {
    const create = (name: string, where: string) =>
      json<SegmentEntry>(["segment", "create", name, "--where", where, ...vault]);
    await create("Tea", "product=Tea");
    await create("Buyers", "orders>=1");
    const overlap = await json<SegmentOverlap>(["segment", "overlap", "Tea", "Buyers", ...vault]);
    expect(overlap.parts.map(({ people }) => people)).toEqual([2, 1]);
    const snapshot = await json<SegmentSnapshot>(["segment", "snapshot", "Tea", ...vault]);
    const order = await json<PriorityList>([
      ...["segment", "order", "Spring", "--segment", "Tea", "--segment", "Buyers"],
      ...vault,
    ]);
    expect(order.segments.map(({ counted }) => counted)).toEqual([2, 1]);
    const out = join(folder, "released");
    const released = await json<ReleaseOutcome>([
      ...["release", "consented", "--segment", "Buyers", "--to", "spreadsheet", "--out", out],
      ...["--order", "Spring"],
      ...vault,
    ]);
    // The two who count elsewhere are too few to be told of outside the vault.
    expect(released.manifest).toMatchObject({ people: 1, withheld: {}, withheldBelow: 10 });
    expect(released.release.withheld).toMatchObject({ "counted-elsewhere": 2 });
    const name = (await readdir(out)).find((one) => one.endsWith(".csv")) ?? "";
    const written = await readFile(join(out, name), "utf8");
    expect(written).toContain("c@example.jp");
    expect(written).not.toMatch(/[ab]@example\.jp/u);
    const kept = await json<{ snapshots: SegmentSnapshot[] }>(["segment", "snapshots", "Buyers", ...vault]);
    expect(kept.snapshots).toMatchObject([{ reason: "release", people: 3 }]);
    const changes = await json<SegmentChanges>(["segment", "changes", String(snapshot.id), ...vault]);
    expect(changes).toMatchObject({ stayed: 2, came: { total: 0 }, left: { total: 0 } });
    const refusal = await kurabito(["segment", "delete", "Tea", ...vault]);
    expect([refusal.code, refusal.err.includes("Spring") || refusal.out.includes("Spring")]).toEqual([
      1,
      true,
    ]);
  });

  test("a name that platforms block is told when it is given", async () => {
    const { out } = await kurabito([
      "segment",
      "create",
      "Cancer patients",
      "--where",
      "orders>=1",
      ...vault,
    ]);
    expect(out).toContain("health");
    expect((await kurabito(["segment", "delete", "Cancer patients", ...vault])).code).toBe(0);
  });
});
