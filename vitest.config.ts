import { configDefaults, defineConfig } from "vitest/config";

// Suites longer than a minute are named *.deep.test.ts and run behind `npm run test:deep`.
const deep = process.env["KURABITO_DEEP"] === "1";

/** What changes the process it runs in for good: these files get one of their own. */
const apart = ["workers/frozen-prototypes.test.ts"];
const deepSuites = "**/*.deep.test.ts";

export default defineConfig({
  test: {
    passWithNoTests: deep,
    testTimeout: deep ? 900_000 : 60_000,
    hookTimeout: deep ? 900_000 : 60_000,
    pool: "forks",
    // All cores of a small laptop: no test is measured against a clock.
    maxWorkers: "100%",
    reporters: ["default", ["json", { outputFile: deep ? "reports/deep.json" : "reports/unit.json" }]],
    coverage: { provider: "v8", include: ["main/**", "workers/**"], reportsDirectory: "coverage" },
    projects: deep
      ? [{ extends: true, test: { name: "deep", include: [`{main,workers,renderer,test}/${deepSuites}`] } }]
      : [
          {
            extends: true,
            test: {
              name: "unit",
              include: ["{main,workers,renderer,test}/**/*.test.{ts,tsx}"],
              exclude: [...configDefaults.exclude, deepSuites, ...apart],
              // Most of a file's time was the reading of the same modules again.
              isolate: false,
              setupFiles: "test/support/derive-once.ts",
            },
          },
          { extends: true, test: { name: "apart", include: apart } },
        ],
  },
});
