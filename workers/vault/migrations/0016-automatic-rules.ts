/** Since when a rule of keeping runs by itself as the vault opens; NULL for one that a person runs. */
export const automaticRules = `
ALTER TABLE retention_rules ADD COLUMN automatic_since TEXT;
ALTER TABLE keep_rules ADD COLUMN automatic_since TEXT;
`;
