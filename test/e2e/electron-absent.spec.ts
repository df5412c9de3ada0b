import { test } from "playwright/test";
import { whyNoElectron } from "./support/electron.ts";

// Stands for the whole suite in the electron project where Electron cannot run (playwright.config.ts).
test("the whole suite in Electron", () => {
  const why = whyNoElectron();
  test.skip(why !== undefined, why);
});
