import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { prefectureOfPostalCode, storedPrefecture } from "./postal-prefecture.ts";
import { normalizePrefecture } from "./person.ts";

describe("the prefecture of a postal code", () => {
  test.each([
    ["100-0001", "東京都"],
    ["〒060-0001", "北海道"],
    ["5300001", "大阪府"],
    ["９００－００１５", "沖縄県"],
    ["498-0001", undefined],
    ["12345", undefined],
    ["東京", undefined],
  ])("%s: %s", (code, prefecture) => {
    expect(prefectureOfPostalCode(code)).toBe(prefecture);
  });

  test("a column of either is stored as the prefecture; a number of seven digits alone is no prefecture", () => {
    expect(storedPrefecture("東京")).toBe("東京都");
    expect(storedPrefecture("1000001")).toBe("東京都");
    expect(normalizePrefecture("1000001")).toBeUndefined();
    expect(storedPrefecture("498-0001")).toBeUndefined();
    expect(storedPrefecture(" California ")).toBe("California");
  });

  const list = fileURLToPath(
    new URL("../../../../../shared/data/pii/jp_zipcode/zipcode_sample_utf8bom.csv", import.meta.url),
  );
  test.runIf(existsSync(list))("agrees with Japan Post wherever it says anything", () => {
    const rows = readFileSync(list, "utf8").trim().split(/\r?\n/).slice(1);
    let said = 0;
    for (const row of rows) {
      const [code = "", address = ""] = row.split(",");
      const prefecture = prefectureOfPostalCode(code);
      if (prefecture === undefined) continue;
      said++;
      expect([code, address.startsWith(prefecture)]).toEqual([code, true]);
    }
    expect(said / rows.length).toBeGreaterThan(0.94);
  });
});
