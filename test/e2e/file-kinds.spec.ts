import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync } from "fflate";
import { expect, test } from "playwright/test";
import { makeXlsx } from "../support/make-xlsx.ts";
import { openApp, type RunningApp } from "./fixture.ts";
import {
  button,
  counts,
  figure,
  goTo,
  makeVault,
  plain,
  saved,
  sentence,
  startImport,
  toCheck,
} from "./support/desk.ts";

const fixtures = fileURLToPath(
  new URL("../../workers/gates/intake/profile/presets/fixtures/", import.meta.url),
);

/** What is no plain text: a workbook with several sheets, an archive with several files. */
test.describe("other kinds of file", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let folder: string;

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kurabito-kinds-"));
    app = await openApp();
    await makeVault(app, app.home, "kinds");
  });

  test.afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a workbook: the fitting sheet is chosen and said, its columns counted, its people come in", async () => {
    const { page, t } = app;
    const path = join(folder, "members.xlsx");
    writeFileSync(
      path,
      makeXlsx({
        Notes: [["nothing of interest"]],
        Members: [
          ["会員番号", "氏名", "メールアドレス", "宗教"],
          ["1", { text: "山田 太郎", ruby: [[0, 5, "ヤマダ タロウ"]] }, "taro@example.jp", "secret"],
          ["2", "鈴木 花", "hana@example.jp", "secret"],
        ],
      }),
    );
    await startImport(app, path);
    await button(app, "import:toReading").click();
    await expect(page.getByRole("button", { name: t("import:sheet") })).toContainText("Members");
    await button(app, "import:toMeaning").click();
    await button(app, "import:countAll").click();
    const table = page.getByRole("group", { name: t("import:profileTable") });
    const religion = table.getByRole("row").filter({ hasText: "宗教" });
    await expect(religion).toContainText(t("shared-words:fate.never"));
    await expect(religion).not.toContainText("secret");
    await expect(table.getByRole("row").filter({ hasText: "メールアドレス" })).toContainText(
      t("shared-words:look.email"),
    );
    await button(app, "import:checkFirst").click();
    await button(app, "import:importNow", { count: 1 }).click();
    await expect(sentence(app, "import:importedTitle").first()).toBeVisible({ timeout: 60_000 });
    await saved(app);
    expect(plain(await figure(app, t("import:figure.newDone")))).toBe(2);
    expect(await counts(app)).toEqual({ customers: 2, orders: 0 });
    await goTo(app, "data", "imports");
    await expect(page.locator("main#work")).toContainText("members.xlsx › Members");
  });

  test("an archive: every file of it comes in, a path out of it is refused in words", async () => {
    const { page, t } = app;
    const path = join(folder, "audience.zip");
    const names = ["subscribed", "unsubscribed", "cleaned"].map((kind) => `${kind}_members_export_ab12.csv`);
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(fixtures, name))]));
    writeFileSync(path, zipSync({ ...files, "../outside.csv": new Uint8Array([97, 10, 98, 10]) }));
    await startImport(app, path);
    const list = page.locator("main#work .file-list li");
    await expect(list).toHaveCount(4);
    await expect(list.filter({ hasText: "outside.csv" })).toContainText(
      t("shared-faults:archive-path-refused"),
    );
    await toCheck(app);
    await button(app, "import:importNow", { count: 3 }).click();
    await expect(sentence(app, "import:importedTitle").first()).toBeVisible({ timeout: 60_000 });
    await saved(app);
    expect(await counts(app)).toEqual({ customers: 5, orders: 0 });
  });
});
