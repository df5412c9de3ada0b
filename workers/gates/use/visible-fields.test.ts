import { describe, expect, test } from "vitest";
import { consentedWays } from "../../terms/release.ts";
import { formatOf } from "../release/platforms/index.ts";
import { fieldsOfFormat } from "../release/platforms/lay-out.ts";
import { visibleFields } from "./visible-fields.ts";

describe("a field is visible only for the purposes it was collected for", () => {
  test("what was not collected for a purpose is not seen by it", () => {
    const wanted = ["full_name", "full_reading", "street", "made_up"];
    expect(visibleFields("service", wanted)).toEqual(["full_name", "full_reading"]);
    expect(visibleFields("email_marketing", wanted)).toEqual(["full_name", "full_reading"]);
    expect(visibleFields("postal_marketing", wanted)).toEqual(["full_name", "full_reading", "street"]);
    expect(visibleFields("ads_matching", wanted)).toEqual(["full_name"]);
    expect(visibleFields("profiling", wanted)).toEqual([]);
  });

  test.each(consentedWays)(
    "$purpose to $recipient as $platform: the address it is for is among them",
    (way) => {
      const format = formatOf(way);
      if (format === undefined) throw new Error("a way without a format");
      const seen: readonly string[] = visibleFields(way.purpose, fieldsOfFormat(format));
      const needed = way.purpose === "postal_marketing" ? ["street"] : ["email", "line_user_id"];
      expect(needed.some((field) => seen.includes(field))).toBe(true);
    },
  );
});
