import type { Fault } from "../base/fault.ts";
import type { Progress } from "../base/job.ts";

/** Parts of the vault whose views must be asked again after a change. */
export const topics = [
  "vault",
  "people",
  "imports",
  "quarantine",
  "consent",
  "insight",
  "segments",
  "retention",
  "releases",
  "requests",
  "backups",
  "record",
] as const;
export type Topic = (typeof topics)[number];

/** What the vault worker tells without being asked. */
export type ServiceEvent =
  | { readonly kind: "progress"; readonly job: string; readonly progress: Progress }
  | { readonly kind: "saving" }
  | { readonly kind: "saved"; readonly at: string }
  | { readonly kind: "save-failed"; readonly fault: Fault }
  /** A backup could not be made, or is not what was copied. */
  | { readonly kind: "backup-failed"; readonly fault: Fault }
  | { readonly kind: "changed"; readonly topics: readonly Topic[] };
