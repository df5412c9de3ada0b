import { expect } from "playwright/test";
import { atRest, button, chooseFiles, toCheck, type Desk } from "./desk.ts";
import { ordersWithFaults } from "./sample.ts";

/** A screen of the window, and what is done on it before it is looked at. */
interface Screen {
  readonly path: readonly (string | number)[];
  /** Its name as a file. */
  readonly name: string;
  readonly prepare?: (desk: Desk) => Promise<void>;
}

async function drawn({ page }: Desk): Promise<void> {
  await expect(page.locator("main#work .chart-canvas canvas").first()).toBeVisible();
}

async function toMeaning(desk: Desk): Promise<void> {
  await chooseFiles(desk, ordersWithFaults());
  await button(desk, "import:toReading").click();
  await button(desk, "import:toMeaning").click();
}

async function duplicatesFound(desk: Desk): Promise<void> {
  const again = button(desk, "duplicates:searchAgain");
  if ((await again.count()) === 0) await button(desk, "duplicates:search").click();
  await expect(again).toBeEnabled({ timeout: 60_000 });
  await atRest(desk);
}

/** Every screen of an open vault, with its parts that come with a step. */
export const screens: readonly Screen[] = [
  { path: ["home", "overview"], name: "home", prepare: drawn },
  { path: ["data", "import"], name: "import" },
  {
    path: ["data", "import", "reading"],
    name: "import-reading",
    prepare: async (desk) => {
      await chooseFiles(desk, ordersWithFaults());
      await button(desk, "import:toReading").click();
    },
  },
  { path: ["data", "import", "meaning"], name: "import-mapping", prepare: toMeaning },
  {
    path: ["data", "import", "check"],
    name: "import-check",
    prepare: async (desk) => {
      await chooseFiles(desk, ordersWithFaults());
      await toCheck(desk);
    },
  },
  { path: ["data", "imports"], name: "imports" },
  { path: ["data", "quarantine"], name: "quarantine" },
  { path: ["data", "duplicates"], name: "duplicates", prepare: duplicatesFound },
  { path: ["data", "customers"], name: "customers" },
  { path: ["data", "customers", 1], name: "customer", prepare: atRest },
  { path: ["data", "consent"], name: "consent" },
  { path: ["see", "rfm"], name: "rfm" },
  { path: ["see", "cohorts"], name: "cohorts", prepare: drawn },
  { path: ["predict", "lifetime"], name: "lifetime", prepare: drawn },
  { path: ["predict", "churn"], name: "churn", prepare: atRest },
  { path: ["predict", "groups"], name: "groups", prepare: atRest },
  { path: ["predict", "lookalike"], name: "lookalike", prepare: atRest },
  { path: ["predict", "mail"], name: "mail", prepare: atRest },
  { path: ["predict", "next"], name: "next", prepare: atRest },
  { path: ["predict", "methods"], name: "methods", prepare: atRest },
  { path: ["predict", "track-record"], name: "track-record", prepare: atRest },
  { path: ["audience", "segments"], name: "segments" },
  { path: ["audience", "builder", 1], name: "builder" },
  {
    path: ["audience", "builder"],
    name: "builder-empty",
    prepare: async (desk) => {
      await button(desk, "builder:addFirst").click();
    },
  },
  { path: ["audience", "compare"], name: "compare" },
  { path: ["release", "aggregate"], name: "aggregate" },
  { path: ["release", "figures"], name: "release-figures", prepare: atRest },
  { path: ["release", "edge"], name: "release-edge", prepare: atRest },
  { path: ["release", "research"], name: "research" },
  { path: ["release", "consented"], name: "consented" },
  { path: ["release", "left"], name: "left" },
  { path: ["record", "timeline"], name: "record" },
  { path: ["record", "map"], name: "data-map" },
  {
    path: ["record", "law"],
    name: "law",
    prepare: async (desk) => {
      await button(desk, "law:show").click();
      await expect(button(desk, "law:apply")).toBeVisible();
    },
  },
  { path: ["record", "governance"], name: "governance", prepare: atRest },
  { path: ["record", "governance", "roles"], name: "governance-roles" },
  { path: ["record", "governance", "register"], name: "governance-register", prepare: atRest },
  { path: ["record", "governance", "assessment"], name: "governance-assessment", prepare: atRest },
  { path: ["record", "governance", "notice"], name: "governance-notice", prepare: atRest },
  { path: ["record", "governance", "guideline"], name: "governance-guideline", prepare: atRest },
  {
    path: ["record", "governance", "incidents"],
    name: "governance-incidents",
    prepare: async (desk) => {
      await button(desk, "incidents:add").click();
      await atRest(desk);
      await expect(button(desk, "incidents:save")).toBeVisible();
      await desk.page.keyboard.press("Escape");
    },
  },
  { path: ["record", "retention"], name: "retention" },
  { path: ["record", "requests"], name: "requests" },
  { path: ["record", "certificates"], name: "certificates" },
  { path: ["record", "vault"], name: "vault", prepare: atRest },
];
