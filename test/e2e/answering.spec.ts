import { expect, test } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { button, goTo, trySample, type Desk } from "./support/desk.ts";
import { wordsOf } from "./support/words.ts";

test.describe("the window while models run, over the sample shop", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let desk: Desk;

  test.beforeAll(async () => {
    app = await openApp({ language: "en" });
    desk = { page: app.page, t: wordsOf("en") };
    await trySample(desk);
  });

  test.afterAll(() => app.close());

  test("models run on threads of their own: a click is answered before the run has ended", async () => {
    const { page, t } = desk;
    await goTo(desk, "predict", "groups");
    const names = await page.getByRole("button", { name: t("shell:mask"), exact: true }).elementHandle();
    // Inside the page, so that only the window itself stands between a click and its answer.
    const happened = await button(desk, "groups:run").evaluate(
      async (start: HTMLButtonElement, { toggle, answer }) => {
        const until = async (done: () => boolean): Promise<void> => {
          while (!done()) await new Promise((resolve) => requestAnimationFrame(resolve));
        };
        start.click();
        await until(() => start.disabled);
        (toggle as HTMLElement | null)?.click();
        await until(() => document.querySelector(`[aria-label="${answer}"]`) !== null);
        const order = [start.disabled ? "answered while it ran" : "answered after it"];
        await until(() => !start.isConnected || !start.disabled);
        return [...order, "ended"];
      },
      { toggle: names, answer: t("shell:unmask") },
    );
    expect(happened).toEqual(["answered while it ran", "ended"]);
    await expect(page.getByRole("heading", { name: /^1\. / })).toBeVisible();
    const threads = page.workers().map((worker) => worker.url());
    expect(threads).toContainEqual(expect.stringContaining("vault.worker"));
  });
});
