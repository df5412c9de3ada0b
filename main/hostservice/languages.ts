/**
 * The languages a system prefers, best first (BCP 47), from the POSIX locale variables
 * (IEEE 1003.1, 8.2; `LANGUAGE` is GNU's list), else from what the runtime found.
 */
export function systemLanguages(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  const lists = [
    environment["LANGUAGE"]?.split(":") ?? [],
    [environment["LC_ALL"] ?? "", environment["LC_MESSAGES"] ?? "", environment["LANG"] ?? ""],
  ];
  const tags = lists
    .flat()
    .map((locale) => locale.replace(/[.@].*$/, "").replace("_", "-"))
    .filter((tag) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag));
  return tags.length > 0 ? [...new Set(tags)] : [new Intl.DateTimeFormat().resolvedOptions().locale];
}
