import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { insertCustomers } from "../../test/support/customers.ts";
import { failingFileSystem } from "../../test/support/failing-file-system.ts";
import { testWorkspace, type TestWorkspace } from "../../test/support/test-workspace.ts";
import { value } from "../../test/support/value.ts";
import { fault } from "../../workers/base/fault.ts";
import { cancelJob, newJobTicket } from "../../workers/base/job.ts";
import { releaseMethods, segmentMethods, verifyManifest } from "../../workers/gates/release/index.ts";
import type { ReleasePort } from "../../workers/ports.ts";
import type { Workspace } from "../../workers/workspace.ts";
import { createReleaseWriter, type ReleaseWriter } from "./release-writer.ts";

/* The release gate and the disk together: rows of people leave in pieces, as the window and the command line let them out. */

const PEOPLE = 600;
let base: TestWorkspace;
let segmentId: number;
let folder: string;

const request = () =>
  ({
    segmentId,
    purpose: "ads_matching",
    recipient: "google_ads",
    platform: "google_customer_match",
  }) as const;

/** The workspace with its files on the disk, and `during` called before each piece. */
function onDisk(
  during: () => Promise<unknown> = () => Promise.resolve(),
  writer: ReleaseWriter = createReleaseWriter(),
) {
  const releases: ReleasePort = {
    ...writer,
    append: async (token, file, bytes) => {
      await during();
      return writer.append(token, file, bytes);
    },
  };
  const workspace: Workspace = { ...base, releases };
  return {
    workspace,
    release: () => releaseMethods.releaseConsented(workspace, { request: request(), folder }),
  };
}

const entered = (): number => base.vault.db.count("SELECT count(*) FROM releases");
const say = (customer: number, state: string) =>
  base.vault.change(["consent"], () => {
    base.vault.db.run(
      `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
       VALUES (?, 'ads_matching', 'google_ads', ?, '2026-11-20T00:00:00.000Z', '2026-11-20T00:00:00.000Z', 'owner')`,
      [customer, state],
    );
  });

beforeAll(async () => {
  base = await testWorkspace(() => new Date("2026-11-21T10:20:30.000Z"));
  const yes = {
    purpose: "ads_matching",
    recipient: "google_ads",
    state: "granted",
    heldFrom: "2026-01-01T00:00:00.000Z",
  };
  value(
    await base.vault.change(["people", "consent"], () =>
      insertCustomers(
        base.vault.db,
        Array.from({ length: PEOPLE }, (_, n) => ({
          email: `p${n}@example.com`,
          consents: n % 3 === 0 ? [] : [yes],
        })),
      ),
    ),
  );
  segmentId = value(await segmentMethods.saveSegment(base, { name: "all", definition: { groups: [] } })).id;
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-pieces-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("the files are those of one writing, and the manifest tells their bytes and hashes", async () => {
  const ticket = newJobTicket("release");
  const { workspace } = onDisk();
  const out = value(
    await releaseMethods.releaseConsented(workspace, { request: request(), folder, job: ticket }),
  );
  const [file] = out.manifest.files;
  const bytes = readFileSync(join(folder, file!.name));
  expect(file).toMatchObject({
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  });
  const lines = bytes.toString("utf8").trimEnd().split("\n").slice(1);
  const expected = Array.from({ length: PEOPLE }, (_, n) => n)
    .filter((n) => n % 3 !== 0)
    .map((n) => `${createHash("sha256").update(`p${n}@example.com`).digest("hex")},,,,,`);
  expect(lines).toEqual(expected);
  expect(out.forecast).toMatchObject({ accepted: expected.length, refused: 0 });
  expect(
    base.vault.db.count("SELECT count(*) FROM release_people WHERE release_id = ?", [out.release.id]),
  ).toBe(expected.length);
  const text = readFileSync(
    out.paths.find((path) => path.endsWith(".json"))!,
    "utf8",
  );
  const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
  expect(await verifyManifest(text, (name) => Promise.resolve(read(name)))).toMatchObject({ intact: true });
  const told = base.events.flatMap((event) => (event.kind === "progress" ? [event.progress] : []));
  const last = told.filter(({ phase }) => phase === "writing").at(-1);
  expect([...new Set(told.map(({ phase }) => phase))]).toEqual(["choosing", "writing", "saving"]);
  expect(last).toEqual({ phase: "writing", done: expected.length, total: expected.length });
});

test("consent withdrawn, a person erased or put right while the files are written refuses them", async () => {
  const before = entered();
  const changes = [
    () => say(2, "denied"),
    () => base.vault.change(["people"], () => base.vault.db.run("DELETE FROM customers WHERE id = 3")),
    () =>
      base.vault.change(["people"], () =>
        base.vault.db.run("UPDATE identifiers SET value = 'new@example.com' WHERE customer_id = 5"),
      ),
  ];
  for (const change of changes) {
    const { release } = onDisk(async () => value<unknown>(await change()));
    expect(await release()).toEqual(fault("release-overtaken", { name: "all" }));
    expect(readdirSync(folder)).toEqual([]);
  }
  expect(entered()).toBe(before);
});

test("a segment that asks something else by the time its files are written refuses them", async () => {
  const { workspace } = onDisk(async () => {
    const groups = [
      { anyOf: [{ kind: "choice" as const, attribute: "prefecture" as const, values: ["東京都"] }] },
    ];
    value(await segmentMethods.saveSegment(base, { id: segmentId, name: "all", definition: { groups } }));
  });
  const { segmentStamp } = value(await releaseMethods.previewConsented(workspace, request()));
  const refused = await releaseMethods.releaseConsented(workspace, {
    request: { ...request(), segmentStamp },
    folder,
  });
  expect(refused).toEqual(fault("segment-changed", { name: "all" }));
  expect(readdirSync(folder)).toEqual([]);
  value(await segmentMethods.saveSegment(base, { id: segmentId, name: "all", definition: { groups: [] } }));
});

test("a change that is nothing to these people does not hold them up", async () => {
  const { release } = onDisk(async () => value(await say(1, "denied")));
  expect(await release()).toMatchObject({ ok: true });
});

test("a control stays the same people, also when who leaves is judged again", async () => {
  const { workspace } = onDisk(async () => value(await say(4, "denied")));
  const asked = { request: { ...request(), holdout: { share: 0.1 } }, folder };
  const out = value(await releaseMethods.releaseConsented(workspace, asked));
  const held = base.vault.db.count("SELECT count(*) FROM holdout_people WHERE release_id = ?", [
    out.release.id,
  ]);
  expect(out.manifest.rows + held).toBe(Math.round(out.manifest.rows / 0.9));
  base.vault.db.run("DELETE FROM holdout_people");
});

test("stopped while the files are written, nothing of them is left and nothing is entered", async () => {
  const ticket = newJobTicket("release");
  const before = entered();
  const { workspace } = onDisk(async () => {
    cancelJob(ticket);
    await Promise.resolve();
  });
  const stopped = await releaseMethods.releaseConsented(workspace, {
    request: request(),
    folder,
    job: ticket,
  });
  expect(stopped).toEqual(fault("cancelled"));
  expect([readdirSync(folder), entered()]).toEqual([[], before]);
});

test("a disk that is full leaves no file, whichever of its calls fails, and the ledger claims none", async () => {
  const released = (): number =>
    base.vault.db.count("SELECT count(*) FROM releases WHERE state = 'released'");
  const before = released();
  let [full, left] = [0, 0];
  for (let at = 1; ; at++) {
    const target = join(folder, String(at));
    const fs = failingFileSystem();
    const { workspace } = onDisk(undefined, createReleaseWriter(fs));
    fs.failAt(at, "ENOSPC");
    const out = await releaseMethods.releaseConsented(workspace, { request: request(), folder: target });
    const reached = fs.failed();
    fs.failAt(0, "ENOSPC");
    const visible = existsSync(target) ? readdirSync(target).filter((name) => !name.startsWith(".")) : [];
    if (out.ok) left++;
    else {
      full++;
      expect([out.error.code, visible]).toEqual(["save-failed-disk-full", []]);
    }
    if (!reached) break;
  }
  expect(full).toBeGreaterThan(10);
  expect(released()).toBe(before + left);
});
