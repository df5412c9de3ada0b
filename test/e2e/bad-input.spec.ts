import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { badFiles, writeBad } from "./support/bad-files.ts";
import { kurabitoJson, withCopy } from "./support/command-line.ts";
import {
  button,
  counts,
  figure,
  goTo,
  importFile,
  makeVault,
  passphrase,
  plain,
  saved,
  sentence,
  startImport,
  toCheck,
} from "./support/desk.ts";

const before = { customers: 2, orders: 2 };

test.describe("bad input", () => {
  let app: RunningApp;
  let folder: string;
  let vault: string;

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kurabito-bad-"));
    app = await openApp();
    vault = await makeVault(app, app.home, "bad");
    const path = join(folder, "good.csv");
    const rows = ["注文日,注文番号,顧客番号,合計金額", "2026-01-05,G-1,1,1000", "2026-01-06,G-2,2,2000", ""];
    writeFileSync(path, rows.join("\n"));
    await importFile(app, path);
  });

  test.afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Orders and customers as another program finds them in the file. */
  const onDisk = () =>
    withCopy(vault, (copy) => kurabitoJson<typeof before>(["vault", "info", "--vault", copy], passphrase));

  for (const file of badFiles.filter(({ fault }) => fault !== undefined))
    test(`${file.title} is refused in words, and nothing changes`, async () => {
      const { path, name } = writeBad(folder, file);
      const bytes = readFileSync(vault);
      await startImport(app, path);
      if (file.onlyWhenChecked) await toCheck(app);
      const entry = app.page.locator("main#work").locator("li, section").filter({ hasText: name });
      await expect(entry.first()).toContainText(app.t(`shared-faults:${file.fault ?? ""}`, file.details));
      const next = file.onlyWhenChecked
        ? button(app, "import:importNow", { count: 0 })
        : button(app, "import:toReading");
      await expect(next).toBeDisabled();
      expect(await counts(app)).toEqual(before);
      expect(readFileSync(vault).equals(bytes)).toBe(true);
    });

  for (const file of badFiles.filter(({ fault }) => fault === undefined))
    test(`${file.title}: the check says what would happen, and nothing changes before it is wanted`, async () => {
      const { path } = writeBad(folder, file);
      const bytes = readFileSync(vault);
      await startImport(app, path);
      if (file.note) {
        await button(app, "import:toReading").click();
        await button(app, "import:toMeaning").click();
        await expect(sentence(app, file.note.key, file.note.values)).toBeVisible();
        await button(app, "import:back").click();
        await button(app, "import:back").click();
      }
      await toCheck(app);
      expect(plain(await figure(app, app.t("import:figure.new")))).toBe(file.stored);
      expect(plain(await figure(app, app.t("import:figure.quarantined")))).toBe(file.held ? 1 : 0);
      if (file.held) await expect(sentence(app, `quarantine:reason.${file.held.reason}`)).toBeVisible();
      expect(await counts(app)).toEqual(before);
      expect(readFileSync(vault).equals(bytes)).toBe(true);
    });

  for (const file of badFiles.filter(({ held }) => held !== undefined))
    test(`${file.title}: the row waits with its line and what to do; taking the import back leaves no trace`, async () => {
      const { path, name } = writeBad(folder, file);
      const { page, t } = app;
      const { reason, line } = file.held ?? { reason: "", line: 0 };
      await importFile(app, path);
      expect(await counts(app)).toEqual({ customers: before.customers + 1, orders: before.orders + 1 });
      await goTo(app, "data", "quarantine");
      const held = page.getByRole("article", { name: t("quarantine:rowOf", { file: name, line }) });
      const [advice = ""] = t(`shared-quarantine:${reason}`, { line, column: "注文日" })
        .split("。")
        .slice(-2);
      await expect(held).toContainText(advice);
      await goTo(app, "data", "imports");
      await page
        .getByRole("button", { name: t("imports:undoOf", { name }) })
        .first()
        .click();
      await page
        .getByRole("dialog")
        .getByRole("button", { name: t("imports:undoAction") })
        .click();
      await expect.poll(() => counts(app)).toEqual(before);
      await saved(app);
      expect(await onDisk()).toMatchObject(before);
    });
});
