import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../../workers/terms/language.ts";
import { catalogs } from "./catalogs.ts";

/** Loads both languages at once, so that switching needs no waiting. React escapes what it prints, so i18next must not. */
export async function setUpWords(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: catalogs,
    defaultNS: "kit",
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
}

/** Switches every sentence on the screen at once, and the page's language for glyphs and screen readers. */
export function switchLanguage(language: Language): void {
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

/** The best language of this program for a person whose system prefers `wanted` (BCP 47, best first). */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (tag.toLowerCase().startsWith("ja")) return "ja";
    if (tag.toLowerCase().startsWith("en")) return "en";
  }
  return "ja";
}
