import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { kurabito, kurabitoJson, withCopy } from "./support/command-line.ts";
import {
  atRest,
  button,
  counts,
  figure,
  plain,
  samplePassphrase,
  saved,
  toPlace,
  trySample,
  type Desk,
} from "./support/desk.ts";
import { wordsOf, type Language } from "./support/words.ts";

interface Manifest {
  readonly kind: "aggregate" | "consented";
  readonly people: number;
  readonly rows: number;
}

/** The released files of a home, manifests and data apart. */
function releasedFiles(home: string): {
  readonly manifests: readonly string[];
  readonly tables: readonly string[];
} {
  const folder = join(home, "Released");
  const paths = readdirSync(folder).map((name) => join(folder, name));
  return {
    manifests: paths.filter((path) => path.endsWith(".manifest.json")),
    tables: paths.filter((path) => path.endsWith(".csv")),
  };
}

const isOf = (kind: string) => (path: string) => path.includes(`kurabito-${kind}-`);

async function follow({ page, t }: Desk, key: string): Promise<void> {
  await page
    .getByRole("link", { name: t(key), exact: true })
    .first()
    .click();
}

for (const language of ["ja", "en"] as const satisfies readonly Language[])
  test.describe(`a newcomer, ${language === "ja" ? "in Japanese" : "having switched to English"}`, () => {
    test.describe.configure({ mode: "serial" });
    const name = "going quiet";
    let app: RunningApp;
    let desk: Desk;

    test.beforeAll(async () => {
      // The system is Japanese both times: English is what the newcomer picks on the first screen.
      app = await openApp({ language: "ja" });
      if (language === "en") await app.page.getByRole("button", { name: "English" }).click();
      desk = { page: app.page, t: wordsOf(language) };
    });

    test.afterAll(() => app.close());

    test("the sample opens on a home with figures", async () => {
      await expect(desk.page.getByRole("heading", { level: 1 })).toHaveText(desk.t("welcome:title"));
      await expect(desk.page.locator("html")).toHaveAttribute("lang", language);
      await trySample(desk);
      await expect(desk.page.locator(".sample-badge")).toHaveText(desk.t("shell:sample"));
      await atRest(desk);
      const { customers, orders } = await counts(desk);
      expect(customers).toBeGreaterThan(1000);
      expect(orders).toBeGreaterThan(3000);
      expect(plain(await figure(desk, desk.t("home:customers")))).toBe(customers);
      await expect(desk.page.locator("main#work .chart-canvas canvas").first()).toBeVisible();
    });

    test("who the customers are: the RFM grid and its groups hold everybody once", async () => {
      await follow(desk, "home:whoBuys");
      const table = desk.page.getByRole("table", { name: desk.t("rfm:groupsTitle") });
      await expect(table.locator("tbody tr")).toHaveCount(8);
      const people = await table
        .locator("tbody tr")
        .evaluateAll((rows) =>
          rows.map((row) => row.querySelector("td.number, th.number")?.textContent ?? ""),
        );
      const subtitle = (await desk.page.locator("main#work").textContent()) ?? "";
      const inAll = plain(/n\s?=\s?([\d,]+)/.exec(subtitle)?.[1]);
      expect(people.map(plain).reduce((sum, one) => sum + one, 0)).toBe(inAll);
      expect(inAll).toBeGreaterThan(1000);
    });

    test("who is worth keeping and who is leaving: the model says so, with its verdict", async () => {
      await toPlace(desk, "predict");
      await button(desk, "lifetime:run").click();
      await expect(desk.page.getByRole("table", { name: desk.t("lifetime:parameters") })).toBeVisible({
        timeout: 60_000,
      });
      await expect(
        desk.page
          .getByText(desk.t("kit:verdict.use"))
          .or(desk.page.getByText(desk.t("kit:verdict.use-with-care")))
          .first(),
      ).toBeVisible();
    });

    test("a segment is made from it, counted after each condition, read back and saved", async () => {
      await follow(desk, "lifetime:segmentLeaving");
      const main = desk.page.locator("main#work");
      await expect(main).toContainText(desk.t("builder:consentStep"));
      await expect(main).toContainText(desk.t("builder:exact"));
      await expect(main.getByLabel(desk.t("builder:name"))).toBeVisible();
      await main.getByLabel(desk.t("builder:name")).fill(name);
      await button(desk, "builder:save").click();
      const row = desk.page.getByRole("row").filter({ hasText: name });
      await expect(row).toBeVisible();
      expect(plain((await row.locator("td.number").first().textContent()) ?? "")).toBeGreaterThan(10);
    });

    test("an aggregate leaves as a file", async () => {
      await toPlace(desk, "release");
      await button(desk, "aggregate:release").click();
      await expect(desk.page.getByText(desk.t("left:doneTitle"), { exact: true })).toBeVisible();
      const { manifests, tables } = releasedFiles(app.home);
      expect([manifests.length, tables.length]).toEqual([1, 1]);
    });

    test("a consented list leaves after a clear question, with nobody who did not agree", async () => {
      await follow(desk, "shell:tab.consented");
      await atRest(desk);
      const main = desk.page.locator("main#work");
      const words = (await main.locator(".total-value").textContent()) ?? "";
      const [first = 0, second = 0] = [...words.matchAll(/[\d,]+/g)].map(([number]) => plain(number));
      const [releasable, people] = [Math.min(first, second), Math.max(first, second)];
      expect(releasable).toBeGreaterThan(0);
      expect(releasable).toBeLessThan(people);
      // A country that is none is refused in words, and nothing can be released.
      const country = main.getByLabel(desk.t("consented:country"), { exact: true });
      await country.fill("Atlantis");
      await country.blur();
      await expect(main).toContainText("ISO 3166-1");
      await country.fill("");
      await country.blur();
      const release = desk.t("consented:release", { people: releasable.toLocaleString("en") });
      await main.getByRole("button", { name: release }).click();
      const dialog = desk.page.getByRole("dialog");
      await expect(dialog).toContainText(desk.t("consented:confirmLeaves"));
      await dialog.getByRole("button", { name: release }).click();
      await expect(desk.page.getByText(desk.t("left:doneTitle"), { exact: true })).toBeVisible();
      const table = releasedFiles(app.home).tables.find(isOf("consented")) ?? "";
      const lines = readFileSync(table, "utf8").trimEnd().split("\r\n");
      expect(lines).toHaveLength(releasable + 1);
    });

    test("what left shows both, and the status bar counts them", async () => {
      await follow(desk, "left:toLedger");
      const ledger = desk.page.getByRole("table", { name: desk.t("left:ledger") });
      await expect(ledger.locator("tbody tr")).toHaveCount(2);
      for (const kind of ["aggregate", "consented"])
        await expect(ledger).toContainText(desk.t(`left:kind.${kind}`));
      await expect(desk.page.locator(".statusbar")).toContainText(
        desk.t("shell:left", { sent: 0, released: 2 }),
      );
      expect(await app.networkCount()).toMatchObject({ sent: 0 });
      await saved(desk);
    });

    test("anybody can verify the files without the vault, and a changed one does not pass", async () => {
      const { manifests, tables } = releasedFiles(app.home);
      expect(manifests).toHaveLength(2);
      for (const manifest of manifests) {
        const ran = await kurabito(["verify", manifest, "--json"]);
        expect(ran, ran.err).toMatchObject({ code: 0 });
      }
      const manifest = manifests.find(isOf("aggregate")) ?? "";
      expect(JSON.parse(readFileSync(manifest, "utf8")) as Manifest).toMatchObject({ kind: "aggregate" });
      const table = tables.find(isOf("aggregate")) ?? "";
      const honest = readFileSync(table);
      writeFileSync(table, Buffer.concat([honest, Buffer.from(" ")]));
      expect((await kurabito(["verify", manifest])).code).toBe(1);
      writeFileSync(table, honest);
    });

    test("the command line releases the same rows from the same vault", async () => {
      const out = mkdtempSync(join(tmpdir(), "kurabito-out-"));
      const vault = join(app.home, `${desk.t("welcome:sampleName")}.kura`);
      try {
        await withCopy(vault, async (copy) => {
          const release = [
            "release",
            "consented",
            "--segment",
            name,
            "--to",
            "spreadsheet",
            "--out",
            out,
            "--vault",
            copy,
            "--lang",
            language,
          ];
          await kurabitoJson(release, samplePassphrase);
        });
        const ours = readdirSync(out).find((file) => file.endsWith(".csv")) ?? "";
        const windows = releasedFiles(app.home).tables.find(isOf("consented")) ?? "";
        expect(readFileSync(join(out, ours), "utf8")).toBe(readFileSync(windows, "utf8"));
      } finally {
        rmSync(out, { recursive: true, force: true });
      }
    });
  });
