import { defineConfig } from "playwright/test";

// One suite, two hosts: each project's fixture starts its own host (test/e2e/fixture.ts) or skips with a reason.
export default defineConfig({
  testDir: "test/e2e",
  outputDir: "test-results",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "reports/e2e.json" }]],
  projects: [{ name: "chromium" }, { name: "electron" }],
});
