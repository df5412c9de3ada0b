import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { nodeSha256 } from "../../../../test/support/write-platform.ts";
import { type ForecastCode } from "../../../terms/release.ts";
import { platforms, type Platform } from "../../../terms/platform.ts";
import { encodeWindows31J } from "../platforms/encode-text.ts";
import { forecastImport } from "./forecast.ts";

/** A file as somebody could hand it to an importer, and what its documentation says happens. */
interface Fixture {
  readonly says: string;
  readonly lines: readonly string[];
  readonly repeat?: { readonly line: string; readonly times: number };
  readonly lineEnd?: string;
  readonly lastLineEnd?: false;
  readonly encoding?: "utf-16le" | "shift_jis" | "windows-31j";
  readonly byteOrderMark?: true;
  /** Rows accepted, refused, altered. */
  readonly expect: readonly [number, number, number];
  readonly findings: readonly ForecastCode[];
}

interface PlatformFixtures {
  readonly platform: Platform;
  readonly source: string;
  readonly note: string;
  readonly fixtures: readonly Fixture[];
}

const folder = new URL("./fixtures/", import.meta.url);
const all = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as PlatformFixtures,
);

/** A number of 64 digits that differs from line to line, in place of `${hash}`. */
const filled = (line: string, n: number): string =>
  line
    .replace("${hash}", n.toString(16).padStart(64, "0"))
    .replaceAll(/\$\{sha256:([^}]*)\}/gu, (_, text: string) => nodeSha256(text));

function bytesOf({
  lines,
  repeat,
  lineEnd = "\n",
  lastLineEnd,
  encoding,
  byteOrderMark,
}: Fixture): Uint8Array {
  const more = Array.from({ length: repeat?.times ?? 0 }, (_, n) => filled(repeat!.line, n));
  const ends = lastLineEnd === false ? "" : lineEnd;
  const text = [...lines.map(filled), ...more].join(lineEnd) + ends;
  const marked = (byteOrderMark ? "\ufeff" : "") + text;
  if (encoding === "utf-16le") return Buffer.from(`\ufeff${text}`, "utf16le");
  return encoding === undefined ? new TextEncoder().encode(marked) : encodeWindows31J(text)!;
}

let right = 0;
let asked = 0;

describe.each(all)("the importer of $platform", ({ platform, source, note, fixtures }) => {
  test("has a source", () => {
    expect(source).toMatch(/^https:\/\//u);
    expect(note.length).toBeGreaterThan(40);
  });

  test.each(fixtures)("$says", (fixture) => {
    asked++;
    const { accepted, refused, altered, findings } = forecastImport(platform, bytesOf(fixture));
    expect({
      counts: [accepted, refused, altered],
      findings: findings.map(({ code }) => code).sort(),
    }).toEqual({
      counts: fixture.expect,
      findings: fixture.findings.toSorted(),
    });
    right++;
  });
});

test("every platform has fixtures of rows taken, and of rows refused or changed", () => {
  expect(all.map(({ platform }) => platform).sort()).toEqual([...platforms].sort());
  for (const { fixtures } of all) {
    expect(fixtures.length).toBeGreaterThanOrEqual(6);
    expect(fixtures.some(({ expect: [accepted] }) => accepted > 0)).toBe(true);
    expect(fixtures.some(({ expect: [, refused, altered] }) => refused + altered > 0)).toBe(true);
  }
});

afterAll(() => {
  console.log(
    `twin: ${String(right)} of ${String(asked)} predictions right, ${String(all.length)} platforms`,
  );
});
