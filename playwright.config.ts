import { defineConfig } from "playwright/test";
import { whyNoElectron } from "./test/e2e/support/electron.ts";

const absent = /electron-absent\.spec\.ts/;

// One suite, two hosts (test/e2e/fixture.ts starts the one the project names). Where Electron cannot run, one skipped
// test says why in place of them all; what only the Chromium host has is left out there.
export default defineConfig({
  testDir: "test/e2e",
  outputDir: "test-results",
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Each window has a host and a home of its own; a second one fills what the first leaves of two cores.
  workers: 2,
  // A test that passes only when tried again is named by test/summary.mjs, so that it is mended and not forgotten.
  retries: 2,
  forbidOnly: true,
  reporter: [["list"], ["json", { outputFile: "reports/e2e.json" }]],
  projects: [
    { name: "chromium", testIgnore: absent },
    {
      name: "electron",
      ...(whyNoElectron() === undefined ? { testIgnore: [absent, /host\.spec\.ts/] } : { testMatch: absent }),
    },
  ],
});
