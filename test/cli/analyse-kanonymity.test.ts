import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
const at = (name: string) => join(folder, name);

/** A shop's people: two of each kind, and one alone. */
function people(): string {
  const lines = ["id,郵便番号,生年月日,sex,spend,left"];
  for (let i = 0; i < 48; i++) {
    const postal = ["604-8571", "150-0001"][i % 2] ?? "";
    const birth = `${String(1980 + (i % 3) * 10)}-0${String(1 + (i % 4))}-1${String(i % 5)}`;
    lines.push([`c${String(i)}`, postal, birth, i % 4 < 2 ? "f" : "m", 1000 * (i % 7), i % 3 === 0 ? "yes" : "no"].join(",")); // prettier-ignore
  }
  lines.push("c99,060-0001,1911-02-03,f,=1+1,yes");
  return lines.join("\n");
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-anonymity-"));
  await writeFile(at("people.csv"), people());
  await writeFile(at("broken.csv"), "f;x;*\nm;*\n");
  await writeFile(at("shop_hierarchy_sex.csv"), "f;*\n");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Found {
  readonly n: number;
  readonly classes: number;
  readonly smallest: number;
  readonly suppressed: number;
  readonly loss: number;
  readonly quasi: readonly { readonly column: string; readonly hierarchy: string; readonly level: number }[];
  readonly risk: {
    readonly before: { readonly unique: number };
    readonly after: { readonly highest: number };
  };
  readonly utility?: { readonly aucBefore: number; readonly aucAfter: number };
  readonly review: { readonly verdict: string; readonly checks: readonly { readonly code: string }[] };
}

const run = (...settings: readonly string[]) => [
  "analyse",
  "kanonymity",
  "--in",
  at("people.csv"),
  ...settings.flatMap((one) => ["--set", one]),
];
const quasi = "quasi=郵便番号,生年月日,sex";

describe("analyse kanonymity", () => {
  test("without k it measures what is there: everybody can be found", async () => {
    const found = await json<Found>(run(quasi));
    expect([found.n, found.smallest, found.suppressed, found.loss]).toEqual([49, 1, 0, 0]);
    expect(found.risk.before.unique).toBeGreaterThan(0);
    expect(found.review.verdict).toBe("do-not-use");
  });

  test("postal codes, dates and categories become coarser by hierarchies of their own; one odd person is left out", async () => {
    const found = await json<Found>(run(quasi, "k=5", "suppress=0.03", "sensitive=left", "l=2"));
    expect(found.quasi.map(({ hierarchy }) => hierarchy)).toEqual(["postal", "date", "category"]);
    expect(found.smallest).toBeGreaterThanOrEqual(5);
    expect(found.suppressed).toBe(1);
    expect(found.risk.after.highest).toBeLessThanOrEqual(0.2);
    expect(found.review.checks.map(({ code }) => code)).toContain("ok-anonymity-homogeneous");
  });

  test("writes the rows of quasi-identifiers and sensitive columns alone, sorted, with formulas made harmless", async () => {
    const out = at("out.csv");
    const settings = run(quasi, "k=2", "sensitive=spend", "target=left");
    const found = await json<Found>([...settings, "--out", out]);
    const lines = (await readFile(out, "utf8")).trimEnd().split("\r\n");
    expect(lines[0]).toBe("\uFEFF郵便番号,生年月日,sex,spend");
    expect(lines.length).toBe(1 + found.n - found.suppressed);
    const said = lines.slice(1).map((line) => line.replace(`"'=1+1"`, "=1+1"));
    expect(said).toEqual(said.toSorted());
    expect(lines.join("\n")).not.toMatch(/c\d|(?:^|,)=/u);
    expect(found.utility?.aucBefore).toBeGreaterThan(0);
    const again = await kurabito([...settings, "--out", out, "--json"]);
    expect([again.code, JSON.parse(again.out)]).toEqual([1, { error: expect.objectContaining({ code: "release-file-exists" }) }]); // prettier-ignore
  });

  test("given levels are measured, not searched for", async () => {
    const found = await json<Found>(run(quasi, "k=2", "levels=郵便番号:3,生年月日:4,sex:0"));
    expect(found.classes).toBe(2);
    expect(found.quasi.map(({ level }) => level)).toEqual([3, 4, 0]);
  });

  test("what nobody can meet is said in words", async () => {
    const found = await json<Found>(run(quasi, "k=50"));
    expect([found.classes, found.suppressed, found.review.verdict]).toEqual([0, 49, "do-not-use"]);
    const english = await kurabito([...run(quasi, "k=5"), "--lang", "en"]);
    expect(english.out).toContain("Smallest class");
    expect((await kurabito([...run(quasi, "k=5"), "--lang", "ja"])).out).toContain("最小のまとまり");
  });

  test.each([
    [["k=5"], 2],
    [[quasi, "k=0"], 2],
    [[quasi, "suppress=1"], 2],
    [[quasi, "t=2"], 2],
    [[quasi, "levels=sex"], 2],
    [[quasi, "sensitive=sex"], 2],
    [[quasi, "l=2"], 1],
    [[quasi, "levels=sex:9"], 1],
    [[quasi, "levels=nothing:1"], 1],
    [[quasi, "hierarchies=nowhere"], 1],
  ])("%j: exit code %i", async (settings, code) => {
    expect((await kurabito(run(...settings))).code).toBe(code);
  });

  test("a broken hierarchy is named with its line, one that lacks values with its column", async () => {
    const broken = await kurabito([...run(quasi, `hierarchies=sex=${at("broken.csv")}`), "--lang", "en"]);
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining("broken.csv, line 2")]);
    const lacking = await kurabito([...run(quasi, `hierarchies=${folder}`), "--lang", "en"]);
    expect([lacking.code, lacking.err]).toEqual([1, expect.stringContaining("Column sex")]);
  });
});
