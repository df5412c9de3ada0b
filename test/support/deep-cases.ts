/**
 * How many cases each fuzz target gets in the deep suites: a hundred thousand, so that a run stays within half an hour.
 * `KURABITO_CASES=1000000 npm run test:deep` gives each a million: for a night, and before a release.
 */
export const deepCases = Number(process.env["KURABITO_CASES"] ?? 100_000);
