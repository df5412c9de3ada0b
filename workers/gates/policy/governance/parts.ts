import type { MapField } from "../../../terms/data-map.ts";
import type {
  DocumentSection,
  GovernanceRole,
  RegisterData,
  RegisterRecipient,
  RoleHolder,
} from "../../../terms/governance.ts";
import { fieldClasses } from "../../../terms/field.ts";
import { recipientFacts } from "../../../terms/policy.ts";
import { recipients, type PurposeCode } from "../../../terms/purpose.ts";
import { defaultK } from "../../../terms/release.ts";
import { policyOf, smallestCell } from "../in-force.ts";
import { rowReleases, type Facts } from "./facts.ts";
import type { GovernanceWords } from "./words.ts";

/** How the firm is called; the vault's name where the owner has not said. */
export function holderName({ firm, vaultName }: Pick<Facts, "firm" | "vaultName">): string {
  return firm.name === "" ? vaultName : firm.name;
}

/** Who holds a role of the whole vault. */
export function holderOf(
  { holders }: Pick<Facts, "holders">,
  role: GovernanceRole,
  source = "",
): RoleHolder | undefined {
  return holders.find((one) => one.role === role && one.source === source);
}

/** A holder in one line: post, name, how to reach them; the words for "nobody named" where there is none. */
export function holderText(holder: RoleHolder | undefined, words: GovernanceWords): string {
  if (holder === undefined) return words.say("unnamed");
  const { post, name, contact } = holder;
  return [post, name, contact === "" ? "" : words.say("reach", { contact })]
    .filter((text) => text !== "")
    .join(" ");
}

/** Where people of outside turn to: the firm's own address, or that of who takes requests. */
export function contactText(facts: Pick<Facts, "firm" | "holders">, words: GovernanceWords): string {
  const { contact } = facts.firm;
  const desk = holderOf(facts, "request_contact") ?? holderOf(facts, "privacy_officer");
  const found = [desk === undefined ? "" : holderText(desk, words), contact].filter((text) => text !== "");
  return found.length === 0 ? words.say("unnamed") : found.join(words.say("comma"));
}

/** Fields by class, as ids, the most telling class first. */
export function dataByClass(fields: readonly MapField[]): readonly RegisterData[] {
  return fieldClasses
    .map((kind) => ({
      class: kind,
      fields: fields.filter((field) => field.class === kind).map(({ id }) => id),
    }))
    .filter((one) => one.fields.length > 0);
}

/** Names of fields, those of one table together under its name where the field's own would tell nothing. */
export function fieldNames(fields: readonly MapField[], words: GovernanceWords): readonly string[] {
  const own = fields.filter(({ table }) => ["customers", "identifiers", "attributes"].includes(table));
  const others = fields.filter((field) => !own.includes(field));
  return [
    ...new Set(own.map(({ name }) => words.field(name))),
    ...[...new Set(others.map(({ table }) => table))].map((table) => {
      const names = new Set(
        others.filter((field) => field.table === table).map(({ name }) => words.field(name)),
      );
      return words.say("tableFields", {
        table: words.table(table),
        fields: [...names].join(words.say("dot")),
      });
    }),
  ];
}

/** Who outside received people's rows, for one purpose or for any. */
export function recipientsOf(facts: Facts, purpose?: PurposeCode): readonly RegisterRecipient[] {
  const left = rowReleases(facts).filter(
    (release) => release.recipient !== "self" && (purpose === undefined || release.purpose === purpose),
  );
  return recipients.flatMap((recipient): RegisterRecipient[] => {
    const own = left.filter((release) => release.recipient === recipient);
    const latest = own[0];
    if (latest === undefined) return [];
    const { kind, country: seat } = recipientFacts[recipient];
    const countries = new Set(own.map(({ country = seat }) => country));
    return [
      {
        recipient,
        kind,
        countries: [...countries].flatMap((country) => country ?? []).sort(),
        releases: own.length,
        people: own.reduce((most, { people }) => Math.max(most, people), 0),
        last: latest.at,
      },
    ];
  });
}

/** A recipient with its countries and what it is to the firm. */
export function recipientText(
  { recipient, countries, kind }: RegisterRecipient,
  words: GovernanceWords,
): string {
  return words.say("recipient", {
    recipient: words.label("recipient", recipient),
    country: countryNames(countries, words),
    kind: words.say(`recipientKind.${kind}`),
  });
}

function countryName(code: string, words: GovernanceWords): string {
  return new Intl.DisplayNames([words.language], { type: "region" }).of(code) ?? code;
}

export function countryNames(codes: readonly string[], words: GovernanceWords): string {
  return codes.length === 0 ? "–" : words.list(codes.map((code) => countryName(code, words)));
}

/** How long data is kept, a sentence a rule; of one purpose, the rules for rows of other purposes are left out. */
export function retentionLines(
  facts: Facts,
  words: GovernanceWords,
  purpose?: PurposeCode,
): readonly string[] {
  const people = facts.retention.map(({ rule: { action, inactiveDays } }) =>
    words.say("keep.people", {
      days: words.number(inactiveDays),
      action: words.say(`keepDone.${action}`),
    }),
  );
  const rows = facts.keep.flatMap(({ rule }) => {
    if (rule.kind === "evidence")
      return purpose === undefined ? [words.say("keep.evidence", { months: words.number(rule.months) })] : [];
    const facts = { days: words.number(rule.days), action: words.say(`keepDone.${rule.action}`) };
    // The event's name is a file's word and may say anything.
    if (rule.kind === "contract_end") return [words.say("keep.contract", facts)];
    if (purpose !== undefined && rule.purpose !== purpose) return [];
    return [
      words.say("keep.rows", {
        ...facts,
        table: words.table(rule.table),
        purpose: words.label("purpose", rule.purpose),
      }),
    ];
  });
  return [...people, ...rows];
}

/** The fewest people a figure that leaves may speak of. */
export function smallestGroup({ packs, at }: Pick<Facts, "packs" | "at">): number {
  const policy = policyOf(
    packs.map(({ pack }) => pack),
    new Date(at),
  );
  return Math.max(defaultK, smallestCell(policy));
}

/** Security of processing as the vault really has it (GDPR art. 30(1)(g) and 32; APPI art. 23 and 32(1)(iv)). */
export function measures(facts: Facts, words: GovernanceWords): readonly string[] {
  const sound = facts.backups.filter(({ state }) => state === "sound").length;
  return [
    words.say("measure.encrypted"),
    facts.autoLock === 0
      ? words.say("measure.lockNever")
      : words.say("measure.lock", { minutes: words.number(facts.autoLock) }),
    words.say("measure.offline"),
    words.say("measure.gate"),
    words.say("measure.smallest", { k: words.number(smallestGroup(facts)) }),
    words.say("measure.record", { lines: words.number(facts.recordLines) }),
    words.say("measure.backups", { count: words.number(facts.backups.length), sound: words.number(sound) }),
    words.say("measure.erasure", { count: words.number(facts.certificates) }),
  ];
}

/** The laws in force, by name. */
export function lawNames({ packs }: Pick<Facts, "packs">, words: GovernanceWords): readonly string[] {
  return packs.map(({ pack }) => pack.law[words.language]);
}

/** Whether a pack of a law is in force. */
export function hasLaw({ packs }: Pick<Facts, "packs">, ...ids: readonly string[]): boolean {
  return packs.some(({ pack }) => ids.includes(pack.id));
}

/** A table of names and values. */
export function factTable(
  words: GovernanceWords,
  rows: readonly (readonly [string, string])[],
): Required<Pick<DocumentSection, "table">>["table"] {
  return { headings: [words.say("item"), words.say("content")], rows };
}
