import type { KeptEvidence } from "../../../terms/erasure.ts";
import type { Database } from "../../../vault/database.ts";
import type { Vault } from "../../../vault/vault.ts";
import { evidenceRules } from "../../policy/in-force.ts";
import { tombstoneHash } from "../tombstones.ts";
import { evidenceTerms, isoDay, OWN_TERM_LAW, type EvidenceTerm } from "./evidence-term.ts";

interface Statement {
  readonly address: string;
  readonly purpose: string;
  readonly recipient: string;
  readonly channel: string | null;
  readonly state: string;
  readonly held_from: string;
  readonly known_at: string;
  readonly wording: string | null;
}

interface Evidence extends Statement, EvidenceTerm {
  readonly ended: string;
}

/**
 * What each of temp.doomed said, by each of their addresses, about advertising by e-mail, and about being told of to a third party that
 * then was given their row.
 */
const STATEMENTS = `SELECT identifiers.customer_id AS person, value AS address, purpose, recipient, channel, state, held_from, known_at, hash AS wording
  FROM consents JOIN identifiers ON identifiers.customer_id = consents.customer_id AND identifiers.kind = 'email'
  LEFT JOIN wordings ON wordings.id = wording_id
  WHERE consents.customer_id IN (SELECT id FROM temp.doomed) AND state <> 'unknown'
    AND (purpose = 'email_marketing' OR EXISTS (SELECT 1 FROM release_people JOIN releases ON releases.id = release_id
      WHERE release_people.customer_id = consents.customer_id AND releases.purpose = consents.purpose
        AND releases.recipient = consents.recipient AND releases.recipient <> 'self'))
    AND NOT EXISTS (SELECT 1 FROM consent_retractions WHERE consent_id = consents.id)
  ORDER BY identifiers.customer_id, value, purpose, recipient, julianday(held_from), consents.id`;

/** The last day each of temp.doomed was sent to by e-mail, or handed over to be, and was in rows given to each recipient. */
interface LastDays {
  readonly sent: ReadonlyMap<number, string>;
  /** Keyed by person, purpose and recipient. */
  readonly provided: ReadonlyMap<string, string>;
}

function lastDays(db: Database): LastDays {
  const provisions = db.rows<{ person: number; purpose: string; recipient: string; day: string }>(
    `SELECT customer_id AS person, purpose, recipient, max(substr(at, 1, 10)) AS day FROM release_people JOIN releases ON releases.id = release_id
     WHERE customer_id IN (SELECT id FROM temp.doomed) AND length(at) >= 10 GROUP BY 1, 2, 3`,
  );
  const sent = new Map(
    db
      .rows<{ person: number; day: string }>(
        `SELECT customer_id AS person, date(max(at), 'unixepoch') AS day FROM messages
         WHERE customer_id IN (SELECT id FROM temp.doomed) AND channel = 'email' GROUP BY customer_id`,
      )
      .map(({ person, day }) => [person, day]),
  );
  for (const { person, purpose, day } of provisions)
    if (purpose === "email_marketing" && day > (sent.get(person) ?? "")) sent.set(person, day);
  return {
    sent,
    provided: new Map(
      provisions.map(({ person, purpose, recipient, day }) => [
        `${String(person)} ${purpose} ${recipient}`,
        day,
      ]),
    ),
  };
}

/**
 * Evidence of the consents of temp.doomed as it would be kept: keyed hash of the address, hash of the wording, dates. A consent ends
 * with the refusal after it, at the latest at `now`; nothing is kept whose time is over, nor for who never consented. What was said about
 * being told of to a third party is kept only while a pack in force asks for records of it. An erasure is a request, and is counted from.
 */
function evidenceOf(db: Database, now: Date, isRequest: boolean): readonly Evidence[] {
  const term = evidenceTerms(db, now);
  const ofThirdParties = evidenceRules(db, now).some(({ event }) => event === "third_party_provision");
  const last = lastDays(db);
  const byAddress = new Map<string, (Statement & { readonly person: number })[]>();
  for (const row of db.rows<Statement & { readonly person: number }>(STATEMENTS)) {
    if (row.purpose !== "email_marketing" && !ofThirdParties) continue;
    const key = `${String(row.person)} ${row.address} ${row.purpose} ${row.recipient}`;
    const known = byAddress.get(key);
    if (known === undefined) byAddress.set(key, [row]);
    else known.push(row);
  }
  const today = isoDay(now);
  return [...byAddress.values()].flatMap((said) => {
    const latest = said.at(-1);
    if (latest === undefined || !said.some(({ state }) => state === "granted")) return [];
    const { person, purpose, recipient } = latest;
    const ended = latest.state === "denied" ? dayOf(latest.held_from, now) : today;
    const sent = purpose === "email_marketing" ? last.sent.get(person) : undefined;
    const provided = last.provided.get(`${String(person)} ${purpose} ${recipient}`);
    const kept = term({
      ended,
      request: isRequest ? today : ended,
      ...(sent === undefined ? {} : { last_sending: sent }),
      ...(provided === undefined ? {} : { third_party_provision: provided }),
    });
    return kept.until < today ? [] : said.map((row) => ({ ...row, ...kept, ended }));
  });
}

/** How much would be kept, and until when. */
export function previewEvidence(db: Database, now: Date): KeptEvidence & { readonly law: string } {
  return summary(evidenceOf(db, now, true));
}

/** Keeps the evidence, inside the change that erases; without a certificate for a retention rule. */
export function keepEvidence(
  vault: Pick<Vault, "db" | "pseudonym">,
  certificate: string | null,
  now: Date,
): KeptEvidence & { readonly law: string } {
  const kept = evidenceOf(vault.db, now, certificate !== null);
  for (const row of kept)
    vault.db.run(
      `INSERT INTO consent_evidence (certificate, address, purpose, recipient, channel, state, held_from, known_at, wording, ended_at, until)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        certificate,
        tombstoneHash(vault, "email", row.address),
        row.purpose,
        row.recipient,
        row.channel,
        row.state,
        row.held_from,
        row.known_at,
        row.wording,
        row.ended,
        row.until,
      ],
    );
  return summary(kept);
}

/** SQL: evidence whose time is over, also under packs that came into force after it was kept. */
const EXPIRED = "until < ? AND ended_at < ?";

function expiredBefore(db: Database, now: Date): readonly [string, string] {
  const months = Math.max(0, ...evidenceRules(db, now).map((rule) => rule.months));
  const first = new Date(now);
  first.setUTCMonth(first.getUTCMonth() - months);
  return [isoDay(now), isoDay(first)];
}

/** Whether evidence is there whose time is over. */
export function hasExpiredEvidence(db: Database, now: Date): boolean {
  if (db.count("SELECT EXISTS (SELECT 1 FROM consent_evidence WHERE until < ?)", [isoDay(now)]) === 0)
    return false;
  return (
    db.count(`SELECT EXISTS (SELECT 1 FROM consent_evidence WHERE ${EXPIRED})`, expiredBefore(db, now)) > 0
  );
}

/** Takes evidence away whose time is over, inside a change; answers how much. */
export function dropExpiredEvidence(db: Database, now: Date): number {
  db.run(`DELETE FROM consent_evidence WHERE ${EXPIRED}`, expiredBefore(db, now));
  return db.changes();
}

function summary(kept: readonly Evidence[]): KeptEvidence & { readonly law: string } {
  const longest = kept.reduce<EvidenceTerm | undefined>(
    (best, row) => (best === undefined || row.until > best.until ? row : best),
    undefined,
  );
  return {
    rows: kept.length,
    law: longest?.law ?? OWN_TERM_LAW,
    ...(longest === undefined ? {} : { until: longest.until }),
  };
}

function dayOf(moment: string, now: Date): string {
  const at = new Date(moment);
  return isoDay(Number.isNaN(at.getTime()) || at > now ? now : at);
}
