import { expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { workspaceWithFiles } from "../../../../test/support/memory-files.ts";
import { value } from "../../../../test/support/value.ts";
import { fault } from "../../../base/fault.ts";
import { shares } from "../../../shares.ts";
import type { Workspace } from "../../../workspace.ts";
import { handouts as migration } from "../../../vault/migrations/0022-handouts.ts";

const NOW = new Date("2026-11-21T09:00:00.000Z");

const customers: readonly TestCustomer[] = Array.from({ length: 6 }, (_, at) => ({
  name: `山田 花子${String(at)}`,
  email: `person${String(at)}@example.jp`,
  orders: [{ day: 20_000, amount: 1000 }],
  consents:
    at < 4 ? [{ purpose: "email_marketing", state: "granted", heldFrom: "2026-01-01T00:00:00.000Z" }] : [],
}));

async function shop() {
  const made = await workspaceWithFiles(() => NOW);
  const { workspace } = made;
  value(
    await workspace.vault.change(["people", "consent"], () => insertCustomers(workspace.vault.db, customers)),
  );
  const segment = value(await shares.saveSegment(workspace, { name: "全員", definition: { groups: [] } }));
  const release = async (recipient: "klaviyo" | "self", platform: "klaviyo_list" | "spreadsheet") =>
    value(
      await shares.releaseConsented(workspace, {
        request: { segmentId: segment.id, purpose: "email_marketing", recipient, platform },
        folder: "/out",
      }),
    ).release;
  return { ...made, release };
}

const list = async (workspace: Workspace) => value(await shares.listHandouts(workspace, {}));
const people = async (workspace: Workspace, kind: "release" | "handout", id: number) =>
  value(await shares.listPeopleInFiles(workspace, { kind, id, offset: 0, limit: 10 }));

test("packs, recalls, calendars and certificates stand in what left, with whom they are about and where they lie", async () => {
  const { workspace, release, files } = await shop();
  await release("klaviyo", "klaviyo_list");
  const pack = value(await shares.accessPack(workspace, { customerId: 2, language: "ja", folder: "/packs" }));
  value(await shares.exportRequestCalendar(workspace, { folder: "/calendar", language: "en" }));
  const recall = value(
    await shares.recallRelease(workspace, {
      customerIds: [1, 2, 6],
      wish: "delete",
      folder: "/recall",
      language: "ja",
    }),
  );
  const certificate = value(await shares.eraseCustomers(workspace, { customerIds: [3, 4], reason: "請求" }));
  value(
    await shares.saveCertificate(workspace, { number: certificate.number, folder: "/proof", language: "ja" }),
  );
  const [saved, recalled, calendar, access] = await list(workspace);
  expect(saved).toMatchObject({
    kind: "certificate-saved",
    recipients: ["self"],
    people: 2,
    folder: "/proof",
  });
  expect(recalled).toMatchObject({ kind: "recall", recipients: ["klaviyo"], people: 2, folder: "/recall" });
  expect(calendar).toMatchObject({ kind: "deadlines-exported", recipients: ["self"], people: 0 });
  expect(access).toMatchObject({
    kind: "access-pack",
    at: NOW.toISOString(),
    recipients: ["person"],
    people: 1,
    folder: "/packs",
    state: "released",
  });
  // What the list names is what was written.
  expect(access?.files).toHaveLength(pack.paths.length);
  expect(recalled?.files).toHaveLength(recall.paths.length);
  const written = [...files.keys()].join(" ");
  for (const one of [saved, recalled, calendar, access])
    for (const file of one?.files ?? ["missing"]) expect(written).toContain(file);
  expect(await people(workspace, "handout", access?.id ?? 0)).toEqual({
    total: 1,
    gone: 0,
    rows: [{ id: 2, name: "山田 花子1" }],
  });
});

test("who exactly was in a release is told inside the vault; who was erased since is counted, and nothing of them stays", async () => {
  const { workspace, release } = await shop();
  const { id } = await release("klaviyo", "klaviyo_list");
  value(await shares.accessPack(workspace, { customerId: 1, language: "ja", folder: "/packs" }));
  expect(await people(workspace, "release", id)).toMatchObject({
    total: 4,
    gone: 0,
    rows: [{ id: 1 }, {}, {}, {}],
  });
  value(await shares.eraseCustomers(workspace, { customerIds: [1], reason: "請求" }));
  expect(await people(workspace, "release", id)).toMatchObject({ total: 3, gone: 1 });
  const [pack] = await list(workspace);
  expect(pack).toMatchObject({ kind: "access-pack", people: 1 });
  expect(await people(workspace, "handout", pack?.id ?? 0)).toEqual({ total: 0, gone: 1, rows: [] });
  expect(workspace.vault.db.count("SELECT count(*) FROM handout_people")).toBe(0);
  const page = { offset: 0, limit: 10 };
  expect(await shares.listPeopleInFiles(workspace, { kind: "release", id: 99, ...page })).toEqual(
    fault("release-unknown"),
  );
  expect(await shares.listPeopleInFiles(workspace, { kind: "handout", id: 99, ...page })).toEqual(
    fault("release-unknown"),
  );
});

test("a release is recalled in one act: everybody in it, from its recipient alone; or one of them", async () => {
  const { workspace, release } = await shop();
  const { id } = await release("klaviyo", "klaviyo_list");
  const own = await release("self", "spreadsheet");
  const preview = value(await shares.recallPreview(workspace, { releaseId: id, wish: "opt_out" }));
  expect(preview).toMatchObject({ people: 4, targets: [{ recipient: "klaviyo", people: 4 }] });
  const one = value(
    await shares.recallPreview(workspace, { releaseId: id, customerIds: [2, 5], wish: "opt_out" }),
  );
  expect(one).toMatchObject({ people: 1, targets: [{ recipient: "klaviyo", people: 1 }] });
  const done = value(
    await shares.recallRelease(workspace, { releaseId: id, wish: "delete", folder: "/out", language: "en" }),
  );
  expect(done.targets).toHaveLength(1);
  expect((await list(workspace))[0]).toMatchObject({ kind: "recall", recipients: ["klaviyo"], people: 4 });
  expect(
    value(await shares.recallPreview(workspace, { releaseId: own.id, wish: "delete" })).targets,
  ).toMatchObject([{ recipient: "self" }]);
  expect(await shares.recallPreview(workspace, { releaseId: 99, wish: "delete" })).toEqual(
    fault("release-unknown"),
  );
  expect(await shares.recallRelease(workspace, { wish: "delete", folder: "/out", language: "en" })).toEqual(
    fault("recall-nobody"),
  );
});

test("files that could not appear are told as that", async () => {
  const { workspace } = await shop();
  const broken: Workspace = {
    ...workspace,
    releases: { ...workspace.releases, publish: () => Promise.resolve(fault("release-write-failed")) },
  };
  expect(await shares.accessPack(broken, { customerId: 1, language: "ja", folder: "/x" })).toEqual(
    fault("release-write-failed"),
  );
  expect(await list(workspace)).toMatchObject([{ kind: "access-pack", state: "failed" }]);
});

test("an older vault's packs and recalls are taken over from its record, as far as it tells", async () => {
  const { workspace } = await shop();
  value(await shares.accessPack(workspace, { customerId: 1, language: "ja", folder: "/packs" }));
  const { db } = workspace.vault;
  db.run("DROP TABLE handout_people");
  db.run("DROP TABLE handouts");
  db.run("DROP TABLE field_losses");
  db.run(migration);
  expect(await list(workspace)).toEqual([
    {
      id: 1,
      at: NOW.toISOString(),
      kind: "access-pack",
      recipients: ["person"],
      people: 1,
      folder: "",
      files: [],
      state: "released",
    },
  ]);
});
