import jaKit from "./ja/kit.json";
import jaShell from "./ja/shell.json";
import jaWelcome from "./ja/welcome.json";
import jaHome from "./ja/home.json";
import jaImport from "./ja/import.json";
import jaImports from "./ja/imports.json";
import jaQuarantine from "./ja/quarantine.json";
import jaDuplicates from "./ja/duplicates.json";
import jaCustomers from "./ja/customers.json";
import jaCustomer from "./ja/customer.json";
import jaConsent from "./ja/consent.json";
import jaRfm from "./ja/rfm.json";
import jaCohorts from "./ja/cohorts.json";
import jaLifetime from "./ja/lifetime.json";
import jaChurn from "./ja/churn.json";
import jaGroups from "./ja/groups.json";
import jaLookalike from "./ja/lookalike.json";
import jaMail from "./ja/mail.json";
import jaNext from "./ja/next.json";
import jaMethods from "./ja/methods.json";
import jaPropensity from "./ja/propensity.json";
import jaTrackRecord from "./ja/track-record.json";
import jaModelCard from "./ja/model-card.json";
import jaChallenge from "./ja/challenge.json";
import jaFairness from "./ja/fairness.json";
import jaShapes from "./ja/shapes.json";
import jaGain from "./ja/gain.json";
import jaWhatIf from "./ja/what-if.json";
import jaRetrain from "./ja/retrain.json";
import jaSegments from "./ja/segments.json";
import jaBuilder from "./ja/builder.json";
import jaCompare from "./ja/compare.json";
import jaMembership from "./ja/membership.json";
import jaLift from "./ja/lift.json";
import jaAggregate from "./ja/aggregate.json";
import jaEdge from "./ja/edge.json";
import jaFigures from "./ja/figures.json";
import jaResearch from "./ja/research.json";
import jaConsented from "./ja/consented.json";
import jaDecision from "./ja/decision.json";
import jaLeft from "./ja/left.json";
import jaTimeline from "./ja/timeline.json";
import jaKeepRules from "./ja/keep-rules.json";
import jaLaw from "./ja/law.json";
import jaGovernance from "./ja/governance.json";
import jaIncidents from "./ja/incidents.json";
import jaRetention from "./ja/retention.json";
import jaCertificates from "./ja/certificates.json";
import jaDataMap from "./ja/data-map.json";
import jaVault from "./ja/vault.json";
import jaKeys from "./ja/keys.json";
import jaRequests from "./ja/requests.json";
import jaRights from "./ja/rights.json";
import jaSharedFaults from "../../workers/words/ja/faults.json";
import jaSharedQuarantine from "../../workers/words/ja/quarantine.json";
import jaSharedReviews from "../../workers/words/ja/reviews.json";
import jaSharedPolicy from "../../workers/words/ja/policy.json";
import jaSharedRights from "../../workers/words/ja/rights.json";
import jaSharedRelease from "../../workers/words/ja/release.json";
import jaSharedWords from "../../workers/words/ja/words.json";
import enKit from "./en/kit.json";
import enShell from "./en/shell.json";
import enWelcome from "./en/welcome.json";
import enHome from "./en/home.json";
import enImport from "./en/import.json";
import enImports from "./en/imports.json";
import enQuarantine from "./en/quarantine.json";
import enDuplicates from "./en/duplicates.json";
import enCustomers from "./en/customers.json";
import enCustomer from "./en/customer.json";
import enConsent from "./en/consent.json";
import enRfm from "./en/rfm.json";
import enCohorts from "./en/cohorts.json";
import enLifetime from "./en/lifetime.json";
import enChurn from "./en/churn.json";
import enGroups from "./en/groups.json";
import enLookalike from "./en/lookalike.json";
import enMail from "./en/mail.json";
import enNext from "./en/next.json";
import enMethods from "./en/methods.json";
import enPropensity from "./en/propensity.json";
import enTrackRecord from "./en/track-record.json";
import enModelCard from "./en/model-card.json";
import enChallenge from "./en/challenge.json";
import enFairness from "./en/fairness.json";
import enShapes from "./en/shapes.json";
import enGain from "./en/gain.json";
import enWhatIf from "./en/what-if.json";
import enRetrain from "./en/retrain.json";
import enSegments from "./en/segments.json";
import enBuilder from "./en/builder.json";
import enCompare from "./en/compare.json";
import enMembership from "./en/membership.json";
import enLift from "./en/lift.json";
import enAggregate from "./en/aggregate.json";
import enEdge from "./en/edge.json";
import enFigures from "./en/figures.json";
import enResearch from "./en/research.json";
import enConsented from "./en/consented.json";
import enDecision from "./en/decision.json";
import enLeft from "./en/left.json";
import enTimeline from "./en/timeline.json";
import enKeepRules from "./en/keep-rules.json";
import enLaw from "./en/law.json";
import enGovernance from "./en/governance.json";
import enIncidents from "./en/incidents.json";
import enRetention from "./en/retention.json";
import enCertificates from "./en/certificates.json";
import enDataMap from "./en/data-map.json";
import enVault from "./en/vault.json";
import enKeys from "./en/keys.json";
import enRequests from "./en/requests.json";
import enRights from "./en/rights.json";
import enSharedFaults from "../../workers/words/en/faults.json";
import enSharedQuarantine from "../../workers/words/en/quarantine.json";
import enSharedReviews from "../../workers/words/en/reviews.json";
import enSharedPolicy from "../../workers/words/en/policy.json";
import enSharedRights from "../../workers/words/en/rights.json";
import enSharedRelease from "../../workers/words/en/release.json";
import enSharedWords from "../../workers/words/en/words.json";

const ja = {
  kit: jaKit,
  shell: jaShell,
  welcome: jaWelcome,
  home: jaHome,
  import: jaImport,
  imports: jaImports,
  quarantine: jaQuarantine,
  duplicates: jaDuplicates,
  customers: jaCustomers,
  customer: jaCustomer,
  consent: jaConsent,
  rfm: jaRfm,
  cohorts: jaCohorts,
  lifetime: jaLifetime,
  churn: jaChurn,
  groups: jaGroups,
  lookalike: jaLookalike,
  mail: jaMail,
  next: jaNext,
  methods: jaMethods,
  propensity: jaPropensity,
  "track-record": jaTrackRecord,
  "model-card": jaModelCard,
  challenge: jaChallenge,
  fairness: jaFairness,
  shapes: jaShapes,
  gain: jaGain,
  "what-if": jaWhatIf,
  retrain: jaRetrain,
  segments: jaSegments,
  builder: jaBuilder,
  compare: jaCompare,
  membership: jaMembership,
  lift: jaLift,
  aggregate: jaAggregate,
  edge: jaEdge,
  figures: jaFigures,
  research: jaResearch,
  consented: jaConsented,
  decision: jaDecision,
  left: jaLeft,
  timeline: jaTimeline,
  keepRules: jaKeepRules,
  law: jaLaw,
  governance: jaGovernance,
  incidents: jaIncidents,
  retention: jaRetention,
  certificates: jaCertificates,
  dataMap: jaDataMap,
  vault: jaVault,
  keys: jaKeys,
  requests: jaRequests,
  rights: jaRights,
  "shared-faults": jaSharedFaults,
  "shared-quarantine": jaSharedQuarantine,
  "shared-reviews": jaSharedReviews,
  "shared-policy": jaSharedPolicy,
  "shared-release": jaSharedRelease,
  "shared-rights": jaSharedRights,
  "shared-words": jaSharedWords,
};

const en = {
  kit: enKit,
  shell: enShell,
  welcome: enWelcome,
  home: enHome,
  import: enImport,
  imports: enImports,
  quarantine: enQuarantine,
  duplicates: enDuplicates,
  customers: enCustomers,
  customer: enCustomer,
  consent: enConsent,
  rfm: enRfm,
  cohorts: enCohorts,
  lifetime: enLifetime,
  churn: enChurn,
  groups: enGroups,
  lookalike: enLookalike,
  mail: enMail,
  next: enNext,
  methods: enMethods,
  propensity: enPropensity,
  "track-record": enTrackRecord,
  "model-card": enModelCard,
  challenge: enChallenge,
  fairness: enFairness,
  shapes: enShapes,
  gain: enGain,
  "what-if": enWhatIf,
  retrain: enRetrain,
  segments: enSegments,
  builder: enBuilder,
  compare: enCompare,
  membership: enMembership,
  lift: enLift,
  aggregate: enAggregate,
  edge: enEdge,
  figures: enFigures,
  research: enResearch,
  consented: enConsented,
  decision: enDecision,
  left: enLeft,
  timeline: enTimeline,
  keepRules: enKeepRules,
  law: enLaw,
  governance: enGovernance,
  incidents: enIncidents,
  retention: enRetention,
  certificates: enCertificates,
  dataMap: enDataMap,
  vault: enVault,
  keys: enKeys,
  requests: enRequests,
  rights: enRights,
  "shared-faults": enSharedFaults,
  "shared-quarantine": enSharedQuarantine,
  "shared-reviews": enSharedReviews,
  "shared-policy": enSharedPolicy,
  "shared-release": enSharedRelease,
  "shared-rights": enSharedRights,
  "shared-words": enSharedWords,
};

/** Every catalog of sentences: one namespace a screen, and the words shared with the command line as `shared-*`. */
export const catalogs = { ja, en };

/** The namespaces and keys as typed: Japanese is the model, a test holds English to it. */
export type Catalog = typeof ja;
