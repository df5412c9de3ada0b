import { ok } from "../../../base/result.ts";
import type { Methods } from "../../../workspace.ts";
import { compareOffers } from "./compare-offers.ts";
import { decideRelease } from "./decide.ts";
import { readRules, saveRules } from "./rules.ts";

/** What is looked at before a release, and the rules every one is held to. */
export const decisionMethods: Methods<
  "decideRelease" | "compareOffers" | "sendingRules" | "saveSendingRules"
> = {
  decideRelease: async (workspace, asked) => decideRelease(workspace, asked),
  compareOffers: async (workspace, asked) => compareOffers(workspace, asked),
  sendingRules: async ({ vault }) => ok(readRules(vault.db)),
  saveSendingRules: async (workspace, rules) => saveRules(workspace, rules),
};
