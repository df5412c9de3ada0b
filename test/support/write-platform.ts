import { createHash } from "node:crypto";
import type { PeopleTable, PersonField } from "../../workers/gates/release/consented/people-table.ts";
import { formatOf } from "../../workers/gates/release/platforms/index.ts";
import { layOut, type LaidOut } from "../../workers/gates/release/platforms/lay-out.ts";
import type { PlatformFormat } from "../../workers/gates/release/platforms/platform-format.ts";
import { writeRows, type WrittenPart } from "../../workers/gates/release/platforms/write-rows.ts";
import type { consentedWays } from "../../workers/terms/release.ts";

/** What a test's vault would hold of a person. */
export type WrittenPerson = Readonly<Partial<Record<PersonField, string>>>;

/** Lower-case hexadecimal SHA-256, of Node and not of ours. */
export const nodeSha256 = (data: string | Uint8Array): string =>
  createHash("sha256").update(data).digest("hex");

/** Lays people out and writes them as the release gate does, without a vault. */
export function writePlatform(
  way: (typeof consentedWays)[number],
  people: readonly WrittenPerson[],
  adjusted: (code: string) => void = () => undefined,
): {
  readonly parts: readonly WrittenPart[];
  readonly laid: readonly LaidOut[];
  readonly format: PlatformFormat;
} {
  const format = formatOf(way)!;
  const table: PeopleTable = { text: (field, person) => people[person]?.[field]?.trim() || undefined };
  const laid = people.map((_, person) =>
    layOut(format, { people: table, person, homeCountry: "JP", adjusted }, nodeSha256),
  );
  const headings = format.columns.map(({ heading }) => heading);
  const rows = laid.flatMap((one) => ("cells" in one ? [one.cells] : []));
  return { parts: writeRows(format.file, headings, rows), laid, format };
}
