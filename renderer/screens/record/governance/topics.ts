import type { Topic } from "../../../../workers/terms/event.ts";

/** Documents speak of the whole vault: what changes any of it changes them. */
export const documentTopics: readonly Topic[] = [
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
];
