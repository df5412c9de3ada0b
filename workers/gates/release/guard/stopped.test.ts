import { beforeEach, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { memoryReleases, type MemoryReleases } from "../../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { Cancelled, type JobControl, type Progress } from "../../../base/job.ts";
import type { Workspace } from "../../../workspace.ts";
import { edgeMethods, figureMethods, releaseMethods } from "../index.ts";

const customer = (index: number): TestCustomer => ({
  family: "佐藤",
  given: `花子${index}`,
  email: `person${index}@example.com`,
  prefecture: ["東京都", "大阪府", "京都府"][index % 3]!,
  orders: [{ day: 20_000 - index, amount: 1000 + index, key: `o${index}` }],
  consents: [],
});

const job = { id: "release", flag: new SharedArrayBuffer(4) };
const request = { dimensions: ["prefecture" as const], measures: ["people" as const, "revenue" as const] };

let workspace: Workspace;
let releases: MemoryReleases;
let told: Progress[];
let looks: number;
/** The look at which the user turns out to have wanted to stop. */
let stopAt: number;
beforeEach(async () => {
  const base = await testWorkspace(() => new Date("2026-11-21T10:20:30.000Z"));
  told = [];
  looks = 0;
  stopAt = Infinity;
  const control: JobControl = {
    check: () => {
      if (++looks >= stopAt) throw new Cancelled();
    },
    progress: (progress) => told.push(progress),
  };
  releases = memoryReleases();
  workspace = { ...base, job: () => control, releases };
  await come(60);
});

const come = async (count: number, from = 0): Promise<void> => {
  const people = Array.from({ length: count }, (_, index) => customer(from + index));
  const changed = await workspace.vault.change(
    ["people"],
    () => void insertCustomers(workspace.vault.db, people),
  );
  expect(changed.ok).toBe(true);
};

const kinds = (): Readonly<Record<string, () => Promise<Outcome<unknown>>>> => ({
  aggregate: () => releaseMethods.releaseAggregate(workspace, { request, folder: "out", job }),
  figures: () =>
    figureMethods.releaseFigures(workspace, { request: { kind: "cohorts" }, folder: "out", job }),
  edge: () => edgeMethods.releaseEdge(workspace, { request: { parts: ["rules"] }, folder: "out", job }),
  research: () =>
    releaseMethods.releaseResearch(workspace, {
      request: { columns: ["prefecture"], facts: [], k: 10 },
      folder: "out",
      job,
    }),
});

/** How many releases have appeared. */
const manifests = (): number =>
  [...releases.files.keys()].filter((name) => name.endsWith(".manifest.json")).length;

/** All that a release writes into the vault. */
const entered = (): readonly number[] =>
  ["releases", "release_sets", "release_members", "release_classes", "release_people", "record"].map(
    (table) => workspace.vault.db.count(`SELECT count(*) FROM ${table}`),
  );

test("stopped at any of its looks, a table leaves no file, no entry and no line of the record", async () => {
  const release = kinds()["aggregate"]!;
  expect((await release()).ok).toBe(true);
  expect(told.map(({ phase }) => phase)).toEqual(expect.arrayContaining(["tabulating", "saving"]));
  await come(30, 60);
  const before = entered();
  for (let look = 1; ; look++) {
    [looks, stopAt] = [0, look];
    const outcome = await release();
    if (outcome.ok) {
      expect(look).toBeGreaterThan(8);
      break;
    }
    expect(outcome).toEqual(fault("cancelled"));
    expect(entered()).toEqual(before);
    expect([releases.staged.size, manifests()]).toEqual([0, 1]);
  }
  expect(manifests()).toBe(2);
  // Beside an earlier release the table is judged, and says how far that is.
  expect(told.filter(({ phase }) => phase === "judging")[0]).toMatchObject({ done: 0, total: 100 });
});

test.each(["figures", "edge", "research"])("%s are stopped before anything is written", async (kind) => {
  const before = entered();
  const release = kinds()[kind]!;
  stopAt = 3;
  expect(await release()).toEqual(fault("cancelled"));
  expect(entered()).toEqual(before);
  expect([releases.staged.size, manifests()]).toEqual([0, 0]);
});

test("a preview is stopped as well, also while alternatives are tried", async () => {
  await kinds()["aggregate"]!();
  await come(1, 60);
  looks = 0;
  const preview = () => releaseMethods.previewAggregate(workspace, { ...request, job });
  expect(await preview()).toMatchObject({ ok: true, value: { differencing: { why: "combination" } } });
  const steps = told.filter(({ phase }) => phase === "alternatives");
  expect(steps.map(({ done }) => done)).toEqual(steps.map((_, at) => at));
  expect(steps.length).toBeGreaterThan(1);
  [stopAt, looks] = [looks, 0];
  await expect(preview()).rejects.toThrow(Cancelled);
});
