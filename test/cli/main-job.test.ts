import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { json, kurabito } from "./kurabito.ts";
import { writeSampleFiles } from "./sample-files.ts";

interface Imported {
  readonly files: readonly {
    readonly name: string;
    readonly importId: number;
    readonly read: number;
    readonly stored: number;
    readonly quarantined: number;
    readonly repeated: number;
    readonly ordersNew: number;
  }[];
}

interface Released {
  readonly manifest: {
    readonly people: number;
    readonly rows: number;
    readonly withheld: Record<string, number>;
  };
  readonly paths: readonly string[];
}

/** The exports of the sample shop, from files on a disk to files on a disk. */
describe("the main job on the command line", () => {
  let folder = "";
  let vault: readonly string[] = [];
  let files: readonly string[] = [];
  let imported: Imported;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kurabito-cli-"));
    vault = ["--vault", join(folder, "shop.kura")];
    files = await writeSampleFiles(folder, "ja");
    await json(["vault", "create", ...vault]);
    imported = await json<Imported>(["import", ...files, ...vault]);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("a dry run counts the same and stores nothing", async () => {
    const empty = ["--vault", join(folder, "empty.kura")];
    await json(["vault", "create", ...empty]);
    const dry = await json<Imported>(["import", files[1] ?? "", "--dry-run", ...empty]);
    expect(dry.files[0]).toMatchObject({
      read: imported.files[1]?.read,
      stored: imported.files[1]?.stored,
      quarantined: 7,
      dryRun: true,
    });
    const info = await json<{ customers: number }>(["vault", "info", ...empty]);
    expect(info.customers).toBe(0);
    expect((await json<{ imports: unknown[] }>(["import", "list", ...empty])).imports).toEqual([]);
  });

  test("every record of each file is stored, repeated or quarantined", () => {
    expect(imported.files).toHaveLength(6);
    for (const file of imported.files) expect(file.stored + file.quarantined + file.repeated).toBe(file.read);
    expect(imported.files.map((file) => file.quarantined)).toEqual([0, 7, 0, 0, 0, 0]);
  });

  test("the till's seven bad rows are kept with their reasons", async () => {
    const { rows } = await json<{ rows: { reason: string; raw: string }[] }>([
      "quarantine",
      "list",
      ...vault,
    ]);
    expect(rows.map(({ reason }) => reason)).toEqual([
      "date-unreadable",
      "amount-unreadable",
      "too-few-cells",
      "customer-missing",
      "bytes-not-decodable",
      "total-row",
      "quote-not-closed",
    ]);
    expect(rows[1]?.raw).toContain(",abc,");
  });

  test("importing a file again repeats every row", async () => {
    const again = await json<Imported>(["import", files[0] ?? "", ...vault]);
    expect(again.files[0]).toMatchObject({ stored: 0, repeated: imported.files[0]?.read, ordersNew: 0 });
  });

  test("people of three tools are joined by exact keys", async () => {
    const { total } = await json<{ total: number }>(["people", "list", ...vault]);
    const { rows } = await json<{ rows: { id: number }[] }>([
      "people", "list", "--sort", "revenue", "--descending", "--limit", "5", ...vault,
    ]); // prettier-ignore
    expect(total).toBeGreaterThan(1150);
    expect(total).toBeLessThan(1300);
    const views = [];
    for (const { id } of rows.slice(0, 5))
      views.push(await json<{ identifiers: { source: string }[] }>(["people", "show", String(id), ...vault]));
    const sources = views.map(({ identifiers }) => new Set(identifiers.map(({ source }) => source)).size);
    expect(Math.max(...sources)).toBeGreaterThan(1);
  });

  test("models run on the vault and say how far to trust them", async () => {
    const bgnbd = await json<{
      model: string;
      parameters: Record<string, number>;
      converged: boolean;
      n: number;
      review: { verdict: string };
    }>(["analyse", "bgnbd", ...vault]);
    expect(bgnbd).toMatchObject({ model: "bgnbd", converged: true });
    expect(Object.keys(bgnbd.parameters)).toEqual(["r", "alpha", "a", "b"]);
    expect(bgnbd.n).toBeGreaterThan(900);
    expect(["use", "use-with-care"]).toContain(bgnbd.review.verdict);
    const gammagamma = await json<{ parameters: Record<string, number> }>([
      "analyse",
      "gammagamma",
      ...vault,
    ]);
    expect(Object.keys(gammagamma.parameters)).toEqual(["p", "q", "v"]);
    const rfm = await json<{ people: number; groups: { people: number }[] }>(["analyse", "rfm", ...vault]);
    expect(rfm.groups.reduce((sum, { people }) => sum + people, 0)).toBe(rfm.people);
    const { cohorts } = await json<{ cohorts: { size: number; retained: number[] }[] }>([
      "analyse", "cohort", ...vault,
    ]); // prettier-ignore
    expect(cohorts.every(({ size, retained }) => retained[0] === size)).toBe(true);
  });

  test("a segment counts down, reads back, and is released twice over with manifests that hold", async () => {
    const where = ["--where", "orders>=2", "--where", "pAlive<0.6|recencyDays>=120"];
    const preview = await json<{ steps: { remaining: number }[]; people: number; releasable: number }>([
      "segment", "preview", ...where, ...vault,
    ]); // prettier-ignore
    expect(preview.steps.map(({ remaining }) => remaining)).toEqual(
      preview.steps.map(({ remaining }) => remaining).toSorted((a, b) => b - a),
    );
    await json(["segment", "create", "going quiet", ...where, ...vault]);
    const out = join(folder, "released");
    const aggregate = await json<Released>([
      "release", "aggregate", "--segment", "going quiet", "--by", "prefecture", "--to", "csv", "--out", out, ...vault,
    ]); // prettier-ignore
    const consented = await json<Released>([
      "release", "consented", "--segment", "going quiet", "--to", "spreadsheet", "--out", out, ...vault,
    ]); // prettier-ignore
    const ads = await json<Released>([
      "release", "consented", "--segment", "1", "--to", "google_customer_match", "--out", out, ...vault,
    ]); // prettier-ignore
    expect(consented.manifest.rows).toBe(preview.releasable);
    expect(consented.manifest.rows).toBeLessThan(preview.people);
    expect(ads.manifest.rows).toBeGreaterThan(0);
    for (const { paths } of [aggregate, consented, ads]) {
      const manifest = paths.find((path) => path.endsWith(".json")) ?? "";
      expect(await json(["verify", manifest], { env: {} })).toMatchObject({ intact: true });
    }
    const { releases } = await json<{ releases: unknown[] }>(["release", "list", ...vault]);
    expect(releases).toHaveLength(3);
    await expectAlterationFound(consented.paths);
    const nowhere = [
      "release", "consented", "--segment", "1", "--to", "hubspot", "--country", "Atlantis", "--out", out, ...vault,
    ]; // prettier-ignore
    const before = await readdir(out);
    const { code, out: said } = await kurabito([...nowhere, "--lang", "ja", "--json"]);
    expect([code, JSON.parse(said)]).toMatchObject([
      1,
      {
        error: {
          code: "recipient-country-unknown",
          message: expect.stringContaining("ISO 3166-1") as string,
        },
      },
    ]);
    expect(await readdir(out)).toEqual(before);
  });

  async function expectAlterationFound(paths: readonly string[]): Promise<void> {
    const manifest = paths.find((path) => path.endsWith(".json")) ?? "";
    const file = paths.find((path) => path.endsWith(".csv")) ?? "";
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("@", "＠"));
    const { code, out } = await kurabito(["verify", manifest, "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ intact: false, error: { code: "manifest-mismatch" } });
    await writeFile(file, text);
  }

  test("consent given by hand counts at once", async () => {
    const { rows } = await json<{ rows: { id: number }[] }>(["people", "list", "--limit", "1", ...vault]);
    const id = String(rows[0]?.id);
    const set = ["consent", "set", id, "--purpose", "postal_marketing", "--state", "denied", ...vault];
    await json(set);
    const { consents } = await json<{ consents: { purpose: string; state: string }[] }>([
      "consent", "show", id, ...vault,
    ]); // prettier-ignore
    const postal = consents.filter(({ purpose }) => purpose === "postal_marketing");
    expect(postal.some(({ state }) => state === "denied")).toBe(true);
  });

  test("a retention rule is previewed, then swept", async () => {
    await json(["policy", "add", "--inactive-days", "600", "--action", "erase", ...vault]);
    const due = await json<{ people: number }>(["policy", "preview", "1", ...vault]);
    const before = await json<{ customers: number }>(["vault", "info", ...vault]);
    const { swept } = await json<{ swept: { people: number }[] }>(["policy", "sweep", ...vault]);
    const after = await json<{ customers: number }>(["vault", "info", ...vault]);
    expect(due.people).toBeGreaterThan(0);
    expect(swept).toMatchObject([{ people: due.people }]);
    expect(after.customers).toBe(before.customers - due.people);
  });

  test("an import is undone whole, and only once", async () => {
    const till = String(imported.files[1]?.importId);
    const undone = await json<{ ordersRemoved: number }>(["import", "undo", till, ...vault]);
    expect(undone.ordersRemoved).toBeGreaterThan(1000);
    const { code, err } = await kurabito(["import", "undo", till, ...vault]);
    expect(code).toBe(1);
    expect(err).toMatch(/already been undone/);
  });

  test("the vault checks out and its record holds together", async () => {
    expect(await json(["vault", "check", ...vault])).toMatchObject({ damagedPages: 0, integrity: "ok" });
    expect(await json(["record", "verify", ...vault])).toMatchObject({ intact: true });
    const { lines } = await json<{ lines: { gate: string }[] }>(["record", "list", ...vault]);
    const touched = new Set(lines.map(({ gate }) => gate));
    expect(touched).toEqual(new Set(["vault", "intake", "use", "keep", "release"]));
  });
});
