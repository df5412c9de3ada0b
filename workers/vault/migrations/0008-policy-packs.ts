/**
 * The packs of rules in force, whole as they were applied: what a vault asks changes by its owner's act, not with the program. A vault
 * from before has none, and asks what the gates ask by themselves.
 */
export const policyPacks = `
CREATE TABLE policy_packs (
  id TEXT PRIMARY KEY, version TEXT NOT NULL, pack TEXT NOT NULL, applied_at TEXT NOT NULL
) WITHOUT ROWID;
`;
