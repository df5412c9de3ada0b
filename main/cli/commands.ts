import { analyse } from "./commands/analyse.ts";
import { analyseCard, analyseChampion, analyseGain } from "./commands/analyse-champion.ts";
import { analyseColumns } from "./commands/analyse-columns.ts";
import { analyseIdentity } from "./commands/analyse-identity.ts";
import { analyseDrift, analyseTrackRecord } from "./commands/analyse-track-record.ts";
import { analysePropensity } from "./commands/analyse-propensity.ts";
import { analyseKanonymity } from "./commands/analyse-kanonymity.ts";
import { analyseRetrain } from "./commands/analyse-retrain.ts";
import {
  policyAssessment,
  policyDocuments,
  policyFirm,
  policyGuideline,
  policyNotice,
  policyReadiness,
  policyRegister,
  policyRole,
  policyRoles,
} from "./commands/governance.ts";
import { incidentList, incidentMark, incidentNote, incidentWrite } from "./commands/incident.ts";
import { vaultBackup, vaultBackups, vaultRestore } from "./commands/backup.ts";
import { vaultDiet } from "./commands/data-diet.ts";
import { vaultMap, vaultValue } from "./commands/data-map.ts";
import { consentAsOf, consentChanges } from "./commands/consent-as-of.ts";
import { consentSet, consentShow, subjectRestrict } from "./commands/consent.ts";
import { importForget, importMappings, importProfile } from "./commands/import-profile.ts";
import { importSource, importSources } from "./commands/import-sources.ts";
import { importFiles, importList, importUndo } from "./commands/import.ts";
import { vaultPassphrase, vaultRecoveryKit } from "./commands/keys.ts";
import { policyApply } from "./commands/law.ts";
import { peopleList, peopleShow } from "./commands/people.ts";
import { peopleDecisions, peopleDecisionUndo } from "./commands/people-decisions.ts";
import { peopleKeepApart, peopleMerge, peopleResolve, peopleSplit } from "./commands/people-identity.ts";
import {
  policyAdd,
  policyAutomatic,
  policyKeep,
  policyPreview,
  policyShow,
  policySweep,
} from "./commands/policy.ts";
import { quarantineGroups, quarantineList, quarantineMend, quarantineReport } from "./commands/quarantine.ts";
import { recordList, recordVerify } from "./commands/record.ts";
import { releaseBuyers } from "./commands/release-buyers.ts";
import { releaseCompare } from "./commands/release-compare.ts";
import { releaseDecide } from "./commands/release-decide.ts";
import { releaseEdge } from "./commands/release-edge.ts";
import { releaseFigures } from "./commands/release-figures.ts";
import { releaseBesides, releasePeople } from "./commands/release-left.ts";
import { releaseRecall } from "./commands/release-recall.ts";
import { releaseResearch } from "./commands/release-research.ts";
import { releaseRules } from "./commands/release-rules.ts";
import { releaseAggregate, releaseConsented, releaseList } from "./commands/release.ts";
import { releaseLift } from "./commands/release-lift.ts";
import { segmentCreate, segmentList, segmentPreview } from "./commands/segment.ts";
import {
  segmentChanges,
  segmentDelete,
  segmentExplain,
  segmentOrder,
  segmentOrders,
  segmentOverlap,
  segmentSnapshot,
  segmentSnapshots,
} from "./commands/segment-sets.ts";
import { segmentTemplates } from "./commands/segment-templates.ts";
import { vaultCheck, vaultCreate, vaultInfo } from "./commands/vault.ts";
import { verify } from "./commands/verify.ts";
import { subjectErase } from "./commands/subject.ts";
import {
  requestsAdd,
  requestsCalendar,
  requestsClose,
  requestsList,
  subjectCorrect,
  subjectExport,
  subjectFind,
  subjectObject,
} from "./commands/subject-rights.ts";
import type { Command } from "./core/command.ts";

/** Every command there is, in the order of a vault's life. */
export const commands: readonly Command[] = [
  vaultCreate,
  vaultInfo,
  vaultCheck,
  vaultMap,
  vaultDiet,
  vaultValue,
  vaultPassphrase,
  vaultRecoveryKit,
  vaultBackup,
  vaultBackups,
  vaultRestore,
  importFiles,
  importUndo,
  importList,
  importProfile,
  importMappings,
  importForget,
  importSources,
  importSource,
  quarantineList,
  quarantineGroups,
  quarantineMend,
  quarantineReport,
  peopleList,
  peopleShow,
  peopleResolve,
  peopleMerge,
  peopleSplit,
  peopleKeepApart,
  peopleDecisions,
  peopleDecisionUndo,
  consentShow,
  consentSet,
  consentAsOf,
  consentChanges,
  subjectFind,
  subjectExport,
  subjectCorrect,
  subjectObject,
  subjectRestrict,
  requestsList,
  requestsAdd,
  requestsClose,
  requestsCalendar,
  subjectErase,
  policyShow,
  policyApply,
  policyAdd,
  policyKeep,
  policyPreview,
  policyAutomatic,
  policySweep,
  policyReadiness,
  policyRoles,
  policyFirm,
  policyRole,
  policyRegister,
  policyAssessment,
  policyNotice,
  policyGuideline,
  policyDocuments,
  incidentNote,
  incidentList,
  incidentMark,
  incidentWrite,
  ...analyse,
  ...analysePropensity,
  ...analyseColumns,
  analyseIdentity,
  analyseKanonymity,
  analyseTrackRecord,
  analyseDrift,
  analyseChampion,
  analyseGain,
  analyseCard,
  analyseRetrain,
  segmentTemplates,
  segmentCreate,
  segmentList,
  segmentPreview,
  segmentExplain,
  segmentDelete,
  segmentOverlap,
  segmentSnapshot,
  segmentSnapshots,
  segmentChanges,
  segmentOrder,
  segmentOrders,
  releaseAggregate,
  releaseDecide,
  releaseCompare,
  releaseRules,
  releaseConsented,
  releaseFigures,
  releaseEdge,
  releaseResearch,
  releaseList,
  releaseBesides,
  releasePeople,
  releaseLift,
  releaseBuyers,
  releaseRecall,
  verify,
  recordList,
  recordVerify,
];
