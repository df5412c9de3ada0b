import type { Gate, RecordLine } from "./record.ts";

/** Why something was done and had to be written down; each has its sentence, with the articles of law. */
export const recordReasons = [
  "asked-by-person",
  "storage-limit",
  "proof-of-erasure",
  "proof-of-consent",
  "purpose",
  "special-category",
  "law-in-force",
  "gave-out",
  "took-in",
  "accuracy",
  "models",
  "security",
  "governance",
  "third-party",
] as const;
type RecordReason = (typeof recordReasons)[number];

/** Who asked for it: the person whose data it is, whoever had the vault open, or a rule that runs by itself. */
export const recordAskers = ["person", "keeper", "program"] as const;
type RecordAsker = (typeof recordAskers)[number];

const byAction: readonly (readonly [RegExp, RecordReason])[] = [
  [
    /^(?:access-pack|portability-pack|corrected|objection|erase|restrict|lift-restriction|request-|deadlines-|recall)/u,
    "asked-by-person",
  ],
  [/^(?:erasure-proved|erasures-replayed|certificate-|retrain)/u, "proof-of-erasure"],
  [/^(?:run-retention|save-retention|keep-rule|rule-automatic|evidence-expired)/u, "storage-limit"],
  [/^set-consent$/u, "proof-of-consent"],
  [/^special-category-kept$/u, "special-category"],
  [/^third-party-join/u, "third-party"],
  [/^policy-/u, "law-in-force"],
  [/^(?:fit-|challenge|promote|forecast|model|field-losses)/u, "models"],
  [/segment|snapshot|priority/u, "purpose"],
  [/^(?:people-|duplicates-|decision-|quarantine-(?:mended|group-mended|discarded))/u, "accuracy"],
  [/^(?:role-|firm-|incident|governance)/u, "governance"],
  [/^(?:release-|quarantine-reported|files-not-written)/u, "gave-out"],
];

const byGate: Readonly<Record<Gate, RecordReason>> = {
  vault: "security",
  intake: "took-in",
  use: "purpose",
  keep: "storage-limit",
  release: "gave-out",
};

/** Acts nobody asks for: the program does them by itself. */
const ownActs =
  /^(?:evidence-expired|erasures-replayed|erasure-proved|migrated|freshness-begun|used|release-failed|files-not-written)$/u;

/** Why a line of the record was written, by its act and, for acts that are not told apart, by its gate. */
export function reasonOf({ action, gate }: Pick<RecordLine, "action" | "gate">): RecordReason {
  return byAction.find(([pattern]) => pattern.test(action))?.[1] ?? byGate[gate];
}

/** Who asked for what a line tells of. */
export function askerOf({
  action,
  gate,
  payload,
}: Pick<RecordLine, "action" | "gate" | "payload">): RecordAsker {
  if (ownActs.test(action) || (payload["automatic"] === true && action !== "rule-automatic"))
    return "program";
  return reasonOf({ action, gate }) === "asked-by-person" && !/^deadlines-/u.test(action)
    ? "person"
    : "keeper";
}
