import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { shownCell } from "../../workers/gates/release/writers/formula-guard.ts";
import { spreadsheetCsv } from "../../workers/gates/release/writers/spreadsheet-csv.ts";
import { consentedWays } from "../../workers/terms/release.ts";
import { writePlatform, type WrittenPerson } from "../support/write-platform.ts";
import fixture from "./formula-payloads.json" with { type: "json" };

const payloads = fixture.payloads.flatMap((group) => group.payloads);
const { legitimate } = fixture;

const place = mkdtempSync(join(tmpdir(), "kurabito-spreadsheet-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

function office(args: readonly string[]) {
  const own = `-env:UserInstallation=${pathToFileURL(join(place, "profile")).href}`;
  return spawnSync("soffice", [own, "--headless", "--norestore", ...args], { encoding: "utf8" });
}

/** Finds LibreOffice, or installs it where this is Debian and we may; the reason why not, otherwise. */
function whyNoOffice(): string | undefined {
  const works = (): boolean => office(["--version"]).status === 0;
  if (works()) return undefined;
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "LibreOffice (soffice) is not here";
  spawnSync("apt-get", ["install", "-y", "--no-install-recommends", "libreoffice-calc"]);
  return works() ? undefined : "LibreOffice (soffice) is not here and cannot be installed";
}

const why = whyNoOffice();
if (why !== undefined) process.stdout.write(`skipped: ${why}\n`);

/**
 * LibreOffice's import of CSV, at its most willing: separator(s), quote, character set (76 UTF-8, 60 Windows-932), special numbers and
 * dates told apart (token 8).
 */
const imports = {
  utf8: "CSV:44,34,76,1,,0,false,true,false",
  anySeparator: "CSV:44/59/9,34,76,1,,0,false,true,false",
  windows932: "CSV:44,34,60,1,,0,false,true,false",
};

interface Opened {
  readonly formulas: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Opens all files with one start of LibreOffice, and reads what it made of them. */
function open(
  how: keyof typeof imports,
  files: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, Opened> {
  const given = mkdtempSync(join(place, "given-"));
  const made = join(given, "made");
  for (const [name, bytes] of files) writeFileSync(join(given, `${name}.csv`), bytes);
  const paths = [...files.keys()].map((name) => join(given, `${name}.csv`));
  const done = office(["--convert-to", "fods", `--infilter=${imports[how]}`, "--outdir", made, ...paths]);
  expect(done.status, done.stderr).toBe(0);
  return new Map(
    [...files.keys()].map((name) => [name, readSheet(readFileSync(join(made, `${name}.fods`), "utf8"))]),
  );
}

/** Cells of a flat OpenDocument sheet (ODF 1.3 part 3, 9.1): their texts, and the formulas among them. */
function readSheet(xml: string): Opened {
  const rows = [...xml.matchAll(/<table:table-row\b[^>]*?(?:\/>|>(.*?)<\/table:table-row>)/gsu)].map(
    ([, inside = ""]) =>
      [...inside.matchAll(/<table:table-cell\b([^>]*?)(?:\/>|>(.*?)<\/table:table-cell>)/gsu)].flatMap(
        ([, attributes = "", content = ""]) => {
          const repeated = Number(/number-columns-repeated="(\d+)"/u.exec(attributes)?.[1] ?? 1);
          return repeated > 50 ? [] : Array.from({ length: repeated }, () => textOf(content));
        },
      ),
  );
  const formulas = [...xml.matchAll(/table:formula="([^"]*)"/gu)].map(([, formula = ""]) => formula);
  return { formulas, rows };
}

function textOf(content: string): string {
  return [...content.matchAll(/<text:p>(.*?)<\/text:p>|<text:p\/>/gsu)]
    .map(([, inside = ""]) =>
      inside
        .replaceAll(/<text:s text:c="(\d+)"\/>/gu, (_, n: string) => " ".repeat(Number(n)))
        .replaceAll("<text:s/>", " ")
        .replaceAll("<text:tab/>", "\t")
        .replaceAll("<text:line-break/>", "\n")
        .replaceAll(/<[^>]*>/gu, "")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&apos;", "'")
        .replaceAll("&amp;", "&"),
    )
    .join("\n");
}

/** What XML cannot hold, and the line ends a sheet holds alike, are not compared. */
const comparable = (text: string): string =>
  text
    .replaceAll(/\r\n?/gu, "\n")
    // eslint-disable-next-line no-control-regex -- the very characters XML 1.0 leaves out
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/gu, "");

const person = (name: string, n: number): WrittenPerson => ({
  full_name: name,
  family_name: name,
  given_name: name,
  full_reading: name,
  email: `person${String(n)}@example.com`,
  phone: "090-1234-5678",
  postal_code: "060-0001",
  prefecture: "北海道",
  city: name,
  street: name,
});
const people = [...payloads, ...legitimate].map(person);

/** Every file with names in it that a spreadsheet could be shown. */
const platformFiles = consentedWays
  .filter((way) => writePlatform(way, people).format.file.extension === "csv")
  .map((way) => ({
    name: `${way.platform}-${way.purpose}`,
    encoding: writePlatform(way, people).format.file.encoding,
    bytes: writePlatform(way, people).parts[0]!.bytes,
  }));
const names = [...payloads, ...legitimate];
const sheet = spreadsheetCsv(
  names,
  names.map((name, n) => [name, n]),
);

test("the fixture holds 200 payloads, each once", () => {
  expect(payloads).toHaveLength(200);
  expect(new Set(names).size).toBe(names.length);
});

describe.skipIf(why !== undefined)("LibreOffice opens what was released", () => {
  test("and it does run what is not guarded", () => {
    const raw = payloads.map((text) => `"${text.replaceAll('"', '""')}"`).join("\r\n");
    const opened = open("utf8", new Map([["unguarded", new TextEncoder().encode(`\ufeff${raw}`)]]));
    expect(opened.get("unguarded")!.formulas.length).toBeGreaterThan(60);
  });

  test.each(["utf8", "anySeparator"] as const)("runs no formula of any file (%s)", (how) => {
    const files = platformFiles.filter(({ encoding }) => encoding === "utf-8");
    const opened = open(
      how,
      new Map([["sheet", sheet], ...files.map(({ name, bytes }) => [name, bytes] as const)]),
    );
    expect(opened.size).toBe(files.length + 1);
    for (const [name, { formulas }] of opened) expect(formulas, name).toEqual([]);
    const total = [...opened.values()].reduce((sum, { rows }) => sum + rows.length, 0);
    console.log(`${String(opened.size)} files, ${String(total)} lines (${how}): formulas run 0`);
    // Nothing is lost and no name that is one is changed.
    const { rows } = opened.get("sheet")!;
    const shown = rows.slice(1).map(([name = ""]) => name);
    expect(shown.slice(0, names.length)).toEqual(names.map((name) => comparable(shownCell(name))));
    for (const name of legitimate) expect(shown).toContain(name);
  });

  test("runs no formula of address labels, and prints every name that is one", () => {
    const files = platformFiles.filter(({ encoding }) => encoding === "windows-31j");
    expect(files.length).toBeGreaterThan(0);
    const opened = open("windows932", new Map(files.map(({ name, bytes }) => [name, bytes])));
    for (const [name, { formulas }] of opened) expect(formulas, name).toEqual([]);
  });

  test("takes no street for a date", () => {
    const streets = ["1-2-3", "3/4", "１－２－３", "12-5", "2-1", "0-1-2", "5:30", "3月4日", "1E5", "(12)"];
    const way = consentedWays.find(
      ({ platform, purpose }) => platform === "spreadsheet" && purpose === "postal_marketing",
    )!;
    const { parts } = writePlatform(
      way,
      streets.map((street, n) => ({ ...person("山田 太郎", n), street })),
    );
    const { rows } = open("utf8", new Map([["streets", parts[0]!.bytes]])).get("streets")!;
    expect(rows.slice(1, 1 + streets.length).map((row) => row[4])).toEqual(
      streets.map((street) => `'${street}`),
    );
  });
});
