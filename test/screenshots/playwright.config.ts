import { defineConfig } from "playwright/test";

// Renews docs/screenshots: the same window and fixture as the end-to-end suite, apart from it because it writes files.
export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  timeout: 180_000,
  workers: 1,
  reporter: "list",
  projects: [{ name: "chromium" }],
});
