import { test, type Page } from "playwright/test";

/** What the window keeps of its long tasks while they are watched. */
interface Watched {
  longTasks?: number[];
}

/**
 * Watches the window's own thread for tasks of more than 50 ms, in which it answers nobody. The function that is answered notes
 * them with the test; no machine is failed for them.
 */
export async function watchStalls(page: Page, what: string): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    const kept: number[] = [];
    (globalThis as Watched).longTasks = kept;
    new PerformanceObserver((list) =>
      kept.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: "longtask",
    });
  });
  return async () => {
    const tasks = await page.evaluate(() => (globalThis as Watched).longTasks ?? []);
    const longest = Math.round(Math.max(0, ...tasks));
    const description = `${what}: ${String(tasks.length)} tasks of the window over 50 ms, the longest ${String(longest)} ms`;
    test.info().annotations.push({ type: "stalls", description });
  };
}
