/** A heading for comparing: NFKC, lower case, without blanks, brackets and punctuation. */
export function headingKey(heading: string): string {
  return heading
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\-./:()[\]{}「」【】・"'#*※]+/gu, "");
}
