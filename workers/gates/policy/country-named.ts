/** What countries are called beside their names in the CLDR. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  US: ["米国", "アメリカ", "USA", "U.S.", "United States"],
  GB: ["英国", "イギリス", "United Kingdom", "Great Britain"],
};

const names = new Map<string, readonly string[]>();

function namesOf(country: string): readonly string[] {
  const known = names.get(country);
  if (known !== undefined) return known;
  const found = ["ja", "en"].flatMap((language) => {
    const name = new Intl.DisplayNames([language], { type: "region", fallback: "none" }).of(country);
    return name === undefined ? [] : [name];
  });
  const all = [...found, ...(aliases[country] ?? [])];
  names.set(country, all);
  return all;
}

/** Whether a text that people said yes under names a country (ISO 3166-1 alpha-2), in Japanese or English. */
export function namesCountry(text: string, country: string): boolean {
  const folded = text.normalize("NFKC");
  return namesOf(country).some((name) => folded.includes(name));
}
