import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { button, counts, goTo, makeVault, saved, sentence, startImport } from "./support/desk.ts";

/** Tables of neither customers nor orders: what was sent to people, and a log of what they said. */
test.describe("other kinds of table", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let folder: string;

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kurabito-tables-"));
    app = await openApp();
    await makeVault(app, app.home, "tables");
  });

  test.afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** From a file of these lines to its meanings, which say what it is a table of. */
  async function toMeaning(name: string, lines: readonly string[], kind: string): Promise<void> {
    const path = join(folder, name);
    writeFileSync(path, `${lines.join("\n")}\n`);
    await startImport(app, path);
    await button(app, "import:toReading").click();
    await button(app, "import:toMeaning").click();
    const said = app.t("import:kindOf", { kind: app.t(`shared-words:tableKind.${kind}`) });
    await expect(app.page.locator("main#work")).toContainText(said);
  }

  async function bringIn(): Promise<void> {
    await button(app, "import:checkFirst").click();
    await button(app, "import:importNow", { count: 1 }).click();
    await expect(sentence(app, "import:importedTitle").first()).toBeVisible({ timeout: 60_000 });
    await saved(app);
  }

  test("messages come in by person; leaving the list is a refusal that the customer's page shows", async () => {
    const { page, t } = app;
    await toMeaning(
      "members.csv",
      [
        "会員番号,メールアドレス,メール配信同意,同意日時",
        "1,ann@example.jp,同意する,2026-01-01 00:00",
        "2,bob@example.jp,同意する,2026-01-01 00:00",
      ],
      "people",
    );
    await bringIn();
    await toMeaning(
      "messages.csv",
      [
        "メールアドレス,配信日時,件名,配信結果",
        "ann@example.jp,2026-10-01 09:00:00,秋のお知らせ,送信",
        "ann@example.jp,2026-10-01 09:30:00,秋のお知らせ,開封",
        "bob@example.jp,2026-10-02 08:00:00,秋のお知らせ,配信停止",
      ],
      "messages",
    );
    await expect(page.locator("main#work")).toContainText(t("import:kindNote.messages"));
    await bringIn();
    expect(await counts(app)).toEqual({ customers: 2, orders: 0 });
    await goTo(app, "data", "customers", 2);
    const sent = page.getByRole("group", { name: t("customer:messages"), exact: true });
    await expect(sent).toContainText(t("shared-words:messageEvent.unsubscribed"));
    await expect(sent).toContainText("秋のお知らせ");
    await expect(page.locator("main#work")).toContainText(t("shared-words:consent.denied"));
  });

  test("a consent log is taken row by row; what says too little waits, and nothing is loosened", async () => {
    const { page, t } = app;
    await toMeaning(
      "consent-log.csv",
      [
        "メールアドレス,目的,同意状況,同意日時,同意文言",
        "ann@example.jp,メール,拒否,2026-10-05 10:00,第2版",
        "bob@example.jp,メール,同意,2026-02-01 10:00,第1版",
        "bob@example.jp,すべて,同意,2026-10-06 10:00,第2版",
      ],
      "consents",
    );
    await button(app, "import:checkFirst").click();
    await expect(sentence(app, "quarantine:reason.purpose-unreadable")).toBeVisible({ timeout: 60_000 });
    await button(app, "import:importNow", { count: 1 }).click();
    await expect(sentence(app, "import:importedTitle").first()).toBeVisible({ timeout: 60_000 });
    await saved(app);
    for (const customer of [1, 2]) {
      await goTo(app, "data", "customers", customer);
      const said = page.getByRole("group", { name: t("customer:consents"), exact: true });
      const mail = said
        .getByRole("row")
        .filter({ hasText: t("shared-words:purpose.email_marketing") })
        .first();
      await expect(mail).toContainText(t("shared-words:consent.denied"));
      await expect(mail).toContainText(t("customer:mayNot"));
    }
  });
});
