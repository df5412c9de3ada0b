import { analysisMethods } from "./analysis/index.ts";
import { retrainMethods } from "./analysis/retrain/index.ts";
import type { VaultApi } from "./contract.ts";
import type { KeyMethod } from "./keys.ts";
import { intakeMethods } from "./gates/intake/index.ts";
import { erasureMethods } from "./gates/keep/erasure/index.ts";
import { dueMethods } from "./gates/keep/due/methods.ts";
import { keepRuleMethods } from "./gates/keep/rules/methods.ts";
import { keepMethods } from "./gates/keep/index.ts";
import { rightsMethods } from "./gates/keep/rights/methods.ts";
import { recallMethods } from "./gates/release/recall/methods.ts";
import { leftMethods } from "./gates/release/files/people-in-files.ts";
import { governanceMethods } from "./gates/policy/governance/methods.ts";
import { policyMethods } from "./gates/policy/methods.ts";
import { quarantineReportMethods } from "./gates/release/quarantine-report.ts";
import {
  copyMethods,
  decisionMethods,
  edgeMethods,
  figureMethods,
  holdoutMethods,
  releaseMethods,
  segmentMethods,
  segmentSetMethods,
} from "./gates/release/index.ts";
import { trackRecordMethods } from "./analysis/track-record/index.ts";
import { dataMapMethods } from "./gates/use/data-map/index.ts";
import { useMethods } from "./gates/use/index.ts";
import { sampleMethods } from "./sample/index.ts";
import type { Methods } from "./workspace.ts";

/** What the vault itself answers: see workers/service.ts. */
export type OwnMethod =
  | "unlockWithRecoveryCode"
  | "unlockWithKeychain"
  | KeyMethod
  | "createVault"
  | "unlockVault"
  | "vaultInfo"
  | "checkVault"
  | "saveNow"
  | "listBackups"
  | "backUpNow"
  | "saveConflictCopy"
  | "restoreBackup"
  | "listRecord"
  | "verifyRecord";

/** The gates' shares of the contract, gathered. A method that nobody answers does not compile. */
export const shares: Methods<Exclude<keyof VaultApi, OwnMethod>> = {
  ...intakeMethods,
  ...sampleMethods,
  ...useMethods,
  ...dataMapMethods,
  ...policyMethods,
  ...governanceMethods,
  ...analysisMethods,
  ...trackRecordMethods,
  ...segmentMethods,
  ...segmentSetMethods,
  ...decisionMethods,
  ...holdoutMethods,
  ...releaseMethods,
  ...leftMethods,
  ...figureMethods,
  ...edgeMethods,
  ...copyMethods,
  ...quarantineReportMethods,
  ...keepMethods,
  ...keepRuleMethods,
  ...dueMethods,
  ...rightsMethods,
  ...recallMethods,
  ...erasureMethods,
  // Erases as the gate does, and sees to the models afterwards.
  ...retrainMethods,
};
