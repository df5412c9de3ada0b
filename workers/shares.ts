import { analysisMethods } from "./analysis/index.ts";
import type { VaultApi } from "./contract.ts";
import { keepMethods } from "./gates/keep/index.ts";
import { releaseMethods, segmentMethods } from "./gates/release/index.ts";
import { useMethods } from "./gates/use/index.ts";
import type { Methods } from "./workspace.ts";

/** What the vault itself answers: see workers/service.ts. */
export type OwnMethod =
  "createVault" | "unlockVault" | "vaultInfo" | "checkVault" | "saveNow" | "listRecord" | "verifyRecord";

/** The gates' shares of the contract, gathered. */
export const shares: Partial<Methods<Exclude<keyof VaultApi, OwnMethod>>> = {
  ...useMethods,
  ...keepMethods,
  ...analysisMethods,
  ...segmentMethods,
  ...releaseMethods,
};
