import { describe, expect, test } from "vitest";
import { fuzzArchive, fuzzBytes, fuzzTable } from "../../../../test/support/fuzz-intake.ts";

describe("fuzzed files", () => {
  test("4,000 tables with damaged rows lose no good row", () => {
    for (let seed = 1; seed <= 4000; seed++) expect(fuzzTable(seed)).toBeUndefined();
  });

  test("2,000 files of random bytes come to an end", () => {
    for (let seed = 1; seed <= 2000; seed++) expect(fuzzBytes(seed)).toBeUndefined();
  });

  test("600 changed workbooks, archives and JSON files are answered", async () => {
    for (let seed = 1; seed <= 600; seed++) expect(await fuzzArchive(seed)).toBeUndefined();
  });
});
