/** What releases with noise have spent of the vault's privacy budget. Nobody is named; what was spent is never given back. */
export const privacyBudget = `
CREATE TABLE privacy_spending (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, mechanism TEXT NOT NULL, epsilon REAL NOT NULL, delta REAL NOT NULL,
  rho REAL NOT NULL CHECK (rho > 0)
);
CREATE TRIGGER privacy_spending_never_changes BEFORE UPDATE ON privacy_spending
BEGIN SELECT RAISE(ABORT, 'what was spent stays spent'); END;
CREATE TRIGGER privacy_spending_never_shrinks BEFORE DELETE ON privacy_spending
BEGIN SELECT RAISE(ABORT, 'what was spent stays spent'); END;
`;
