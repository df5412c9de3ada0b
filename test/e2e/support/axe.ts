import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright/test";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A rule of accessibility that is broken, and where. */
export interface Finding {
  readonly rule: string;
  readonly where: readonly string[];
}

/** What axe-core finds on the page as it is: by all its rules, or by those that depend on colours alone. */
export async function axeFindings(page: Page, coloursOnly = false): Promise<readonly Finding[]> {
  const injected = await page.evaluate(() => "axe" in globalThis);
  if (!injected) await page.evaluate(axe);
  return page.evaluate(async (colours) => {
    const { run } = Reflect.get(globalThis, "axe") as {
      run: (options: object) => Promise<{
        violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
      }>;
    };
    const { violations } = await run({
      resultTypes: ["violations"],
      ...(colours ? { runOnly: ["color-contrast", "link-in-text-block"] } : {}),
    });
    return violations.map(({ id, nodes }) => ({
      rule: id,
      where: nodes
        .slice(0, 3)
        .map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary ?? ""}`),
    }));
  }, coloursOnly);
}
