// Sums what the runners themselves wrote into reports/ and prints one line.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { relative } from "node:path";

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

/** Every test of a Playwright report with its title and the titles above it. */
function* testsOf(suite, above = []) {
  const titles = [...above, suite.title];
  for (const inner of suite.suites ?? []) yield* testsOf(inner, titles);
  for (const spec of suite.specs ?? [])
    for (const { status } of spec.tests) yield { title: [...titles, spec.title].join(" > "), status };
}

/** The names of the tests of one report that failed, and of those that passed only when tried again. */
function namesOf(report) {
  if (report.stats) {
    const tests = report.suites.flatMap((suite) => [...testsOf(suite)]);
    const named = (status) => tests.filter((test) => test.status === status).map(({ title }) => title);
    return { failed: named("unexpected"), flaky: named("flaky") };
  }
  return {
    failed: report.testResults.flatMap(({ name, status, assertionResults }) => {
      const file = relative(process.cwd(), name);
      if (status === "failed" && assertionResults.length === 0) return [`${file} (did not run)`];
      return assertionResults
        .filter((test) => test.status === "failed")
        .map((test) => `${file} > ${test.fullName}`);
    }),
    flaky: [],
  };
}

/** Prints what failed, then `N passed, N failed, N skipped` over all reports, and returns the sums. */
export function printSummary() {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  const names = existsSync("reports")
    ? readdirSync("reports").filter((name) => /^(unit|e2e|deep)\.json$/.test(name))
    : [];
  for (const name of names) {
    const report = JSON.parse(readFileSync(`reports/${name}`, "utf8"));
    const counts = countsOf(report);
    const { failed, flaky } = namesOf(report);
    for (const title of failed) console.log(`failed test: ${title}`);
    for (const title of flaky) console.log(`passed only when tried again: ${title}`);
    console.log(
      `${name.replace(".json", "")}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`,
    );
    for (const key of Object.keys(sums)) sums[key] += counts[key];
  }
  console.log(`${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`);
  return sums;
}

if (process.argv[1]?.endsWith("summary.mjs")) printSummary();
