/** The languages of the interface and of every sentence the program writes. */
export const languages = ["ja", "en"] as const;
export type Language = (typeof languages)[number];
