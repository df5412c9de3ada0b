import { expect, test } from "vitest";
import { campaignsInside } from "../../../test/support/campaigns.ts";

test.each(["ratio", "response"] as const)(
  "%s: nineteen simulated campaigns of twenty end inside the range",
  (kind) => {
    // Binomial(400, .95): mean 380, standard deviation 4.4; seeds are fixed.
    const inside = campaignsInside(kind, 400);
    console.log(`${kind}: ${String(inside)} of 400 inside`);
    expect(inside).toBeGreaterThanOrEqual(367);
    expect(inside).toBeLessThanOrEqual(393);
  },
  600_000,
);
