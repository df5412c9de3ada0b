import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import type { CDPSession, Locator } from "playwright";
import { launchChromiumHost } from "../../main/chromium/launch.ts";
import { atRest, button, goTo, type Desk } from "../e2e/support/desk.ts";
import { wordsOf } from "../e2e/support/words.ts";
import { cancelAfter, untilEnded } from "./window-run.ts";
import { tasksDuring, type Tasks } from "./window-tasks.ts";
import { makeShopVault, vaultName, vaultPassphrase } from "./window-vault.ts";

/** What of a run's time is waited before cancel is pressed. */
const MOMENTS = [0, 0.2, 0.4, 0.6, 0.8];
const LONGEST_UNLOCK_MS = 120_000;
/** What a screen still does after the last answer: fonts, charts. */
const SETTLED_MS = 500;

/** What the window can be asked to work out: where, and by which button. */
const runs = [
  { what: "lifetime value", screen: ["predict", "lifetime"], keys: ["lifetime:run", "lifetime:runAgain"] },
  { what: "who will leave", screen: ["predict", "churn"], keys: ["churn:run", "churn:runAgain"] },
  { what: "methods compared", screen: ["predict", "churn"], keys: ["challenge:compare"] },
  { what: "kinds of customers", screen: ["predict", "groups"], keys: ["groups:run"] },
  { what: "look-alikes", screen: ["predict", "lookalike"], keys: ["lookalike:run"] },
  { what: "mail opened", screen: ["predict", "mail"], keys: ["mail:run"] },
  { what: "who orders next", screen: ["predict", "next"], keys: ["next:run"] },
  {
    what: "fields left out",
    screen: ["record", "map"],
    keys: ["data-map:dietMeasure", "data-map:dietMeasureAgain"],
  },
] as const;

const views = [
  { what: "track record", screen: ["predict", "track-record"] },
  { what: "home", screen: ["home", "overview"] },
] as const;

type Run = (typeof runs)[number];

interface Figures {
  readonly tasks: Tasks;
  readonly runMs?: number;
  /** Of each moment, the ms until the cancel was answered; undefined where the run had ended. */
  readonly cancels: readonly (number | undefined)[];
}

/**
 * Prints for each question over a shop of so many people the longest task of the window's thread, in processor time, from opening
 * the screen to the answer drawn and drawn again, and the slowest answer to a cancel pressed at several moments of a run. Of each
 * figure the least disturbed of so many windows is taken.
 */
export async function measureWindow(home: string, people: number, windows: number): Promise<void> {
  await makeShopVault(home, people);
  const seen: ReadonlyMap<string, Figures>[] = [];
  for (let window = 0; window < windows; window++) seen.push(await oneWindow(home));
  console.log(`${String(people)} people, least disturbed of ${String(windows)} windows`);
  console.log(`load of the machine ${loadavg()[0]?.toFixed(1) ?? ""}, two would fill two cores\n`);
  for (const what of seen[0]?.keys() ?? [])
    print(
      what,
      seen.map((figures) => figures.get(what)!),
    );
}

async function oneWindow(home: string): Promise<ReadonlyMap<string, Figures>> {
  const distFolder = fileURLToPath(new URL("../../out/renderer", import.meta.url));
  const viewport = { width: 1180, height: 720 };
  const host = await launchChromiumHost({ distFolder, home, headless: true, viewport, locale: "en-GB" });
  try {
    const desk: Desk = { page: host.page, t: wordsOf("en") };
    const cdp = await host.context.newCDPSession(host.page);
    const found = new Map<string, Figures>();
    const unlocked = await tasksDuring(cdp, () => unlock(desk));
    found.set("unlocked, first screen", { tasks: unlocked, cancels: [] });
    for (const run of runs) found.set(run.what, await measureRun(desk, cdp, run));
    for (const { what, screen } of views)
      found.set(what, { tasks: await tasksDuring(cdp, () => show(desk, screen)), cancels: [] });
    return found;
  } finally {
    await host.close();
  }
}

async function unlock(desk: Desk): Promise<void> {
  const { page, t } = desk;
  await page.getByRole("button", { name: vaultName }).first().click();
  await page.getByLabel(t("welcome:passphrase"), { exact: true }).fill(vaultPassphrase);
  await button(desk, "welcome:unlock").click();
  await page.locator("main#work h1").first().waitFor({ timeout: LONGEST_UNLOCK_MS });
  await settle(desk);
}

async function show(desk: Desk, screen: readonly string[]): Promise<void> {
  await goTo(desk, ...screen);
  await settle(desk);
}

async function settle(desk: Desk): Promise<void> {
  await atRest(desk);
  await desk.page.waitForTimeout(SETTLED_MS);
}

async function measureRun(desk: Desk, cdp: CDPSession, { screen, keys }: Run): Promise<Figures> {
  const [first, again = first] = keys.map((key) => button(desk, key));
  const start: Locator = first!.or(again!);
  let runMs = Infinity;
  const complete = async (): Promise<void> => {
    await start.click();
    runMs = Math.min(runMs, await untilEnded(start));
    await settle(desk);
  };
  const tasks = await tasksDuring(cdp, async () => {
    await show(desk, screen);
    await complete();
    await show(desk, ["predict", "methods"]);
    await show(desk, screen);
    await complete();
  });
  const cancels: (number | undefined)[] = [];
  for (const moment of MOMENTS) {
    await start.click();
    cancels.push(await cancelAfter(start, moment * runMs, desk.t("shared-faults:cancelled")));
    await settle(desk);
  }
  return { tasks, runMs, cancels };
}

function print(what: string, windows: readonly Figures[]): void {
  const least = (of: (figures: Figures) => number): number => Math.min(...windows.map(of));
  const moments = MOMENTS.map((_, at) => least(({ cancels }) => cancels[at] ?? Infinity)).filter(
    (ms) => ms < Infinity,
  );
  const cancel =
    moments.length === 0
      ? ""
      : `; cancelled in ${Math.max(...moments).toFixed(0)} ms at the slowest of ${String(moments.length)} moments`;
  const took =
    windows[0]?.runMs === undefined ? "" : `, a run ${least(({ runMs = 0 }) => runMs).toFixed(0)} ms`;
  console.log(
    `${what}: longest task ${least(({ tasks }) => tasks.longest).toFixed(0)} ms of the processor, ` +
      `${String(least(({ tasks }) => tasks.over))} over 50 ms (${String(least(({ tasks }) => tasks.overByClock))} by the clock)` +
      `${took}${cancel}`,
  );
}
