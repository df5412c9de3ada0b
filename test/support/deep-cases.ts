const asked = process.env["KURABITO_CASES"];

/** How many cases what reads bytes from outside gets in the deep suites: the opener, the readers beside it, the message decoders. */
export const deepCases = Number(asked ?? 1_000_000);

/** The same for what takes long over a case: a tenth, so that a run stays within half an hour. `KURABITO_CASES` sets both. */
export const fewerDeepCases = Number(asked ?? 100_000);
