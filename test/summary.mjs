// Sums what the runners themselves wrote into reports/ and prints one line.
import { existsSync, readFileSync, readdirSync } from "node:fs";

/** Passed, failed and skipped of one report: vitest's JSON (Jest's shape) or Playwright's. */
function countsOf(report) {
  if (report.stats) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return { passed: expected + flaky, failed: unexpected, skipped };
  }
  return {
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0)
        .length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Prints `N passed, N failed, N skipped` over all reports and returns the sums. */
export function printSummary() {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  const names = existsSync("reports")
    ? readdirSync("reports").filter((name) => /^(unit|e2e|deep)\.json$/.test(name))
    : [];
  for (const name of names) {
    const counts = countsOf(JSON.parse(readFileSync(`reports/${name}`, "utf8")));
    console.log(
      `${name.replace(".json", "")}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
    );
    for (const key of Object.keys(sums)) sums[key] += counts[key];
  }
  console.log(`${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`);
  return sums;
}

if (process.argv[1]?.endsWith("summary.mjs")) printSummary();
