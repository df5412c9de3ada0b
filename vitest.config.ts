import { defineConfig } from "vitest/config";

// Suites longer than a minute are named *.deep.test.ts and run behind `npm run test:deep`.
const deep = process.env["KURABITO_DEEP"] === "1";

export default defineConfig({
  test: {
    include: deep
      ? ["{main,workers,renderer,test}/**/*.deep.test.ts"]
      : ["{main,workers,renderer,test}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", ...(deep ? [] : ["**/*.deep.test.ts"])],
    passWithNoTests: deep,
    testTimeout: deep ? 900_000 : 60_000,
    hookTimeout: deep ? 900_000 : 60_000,
    pool: "forks",
    reporters: ["default", ["json", { outputFile: deep ? "reports/deep.json" : "reports/unit.json" }]],
    coverage: { provider: "v8", include: ["main/**", "workers/**"], reportsDirectory: "coverage" },
  },
});
