// The one test command: checks, unit tests, then the end-to-end suite in a real browser. Each runner
// writes its own report into reports/; the closing line is summed from those.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { ensureBuilt } from "../main/build.mjs";
import { printSummary } from "./summary.mjs";

const deep = process.argv.includes("--deep");

/** A machine without any network but a loopback that is down, where the system makes one: what passes there needs nobody. */
const alone = spawnSync("unshare", ["-rn", "true"]).status === 0 ? ["unshare", "-rn"] : [];

/** The steps that did not end well, by title: named last, where a long log is read first. */
const failed = [];

/** Runs one step with its output shown. */
function step(title, command, args, env = {}) {
  console.log(`\n== ${title}`);
  const begun = Date.now();
  const done = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...process.env, ...env },
    shell: process.platform === "win32",
  });
  console.log(`== ${title}: ${((Date.now() - begun) / 60_000).toFixed(1)} minutes`);
  if (done.status !== 0) failed.push(title);
}

/** Builds as `npm start` does, so that every program the tests spawn finds itself built. */
async function build() {
  console.log("\n== build");
  try {
    await ensureBuilt(console.log);
  } catch (error) {
    console.error(error.message);
    failed.push("build");
  }
}

mkdirSync("reports", { recursive: true });
// A report of an earlier run must not be summed into this one.
for (const name of deep ? ["deep"] : ["unit", "e2e", "deep"]) rmSync(`reports/${name}.json`, { force: true });

const steps = deep
  ? [
      () => step("native oracles", "node", ["test/oracles/install.mjs"]),
      () => step("deep suites", "npx", ["vitest", "run"], { KURABITO_DEEP: "1" }),
    ]
  : [
      () => step("checks", "npm", ["run", "--silent", "check"]),
      build,
      () => step("unit tests", "npx", ["vitest", "run"]),
      () => step("a browser for the window", "node", ["out/main/chromium.js", "--find-browser"]),
      () => {
        const [command, ...args] = [...alone, "node", "node_modules/playwright/cli.js", "test"];
        const network = alone.length > 0 ? "none" : "some";
        step(`end-to-end tests, network: ${network}`, command, args, { KURABITO_NETWORK: network });
      },
    ];

// Every step runs even when one before it failed, so that one run shows everything that is wrong.
for (const run of steps) await run();
if (failed.length > 0) console.error(`\nfailed: ${failed.join(", ")}`);
const summary = printSummary();
process.exit(failed.length === 0 && summary.failed === 0 && summary.passed > 0 ? 0 : 1);
