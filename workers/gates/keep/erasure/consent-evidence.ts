import { isoDate } from "../../../base/calendar.ts";
import type { KeptEvidence } from "../../../terms/erasure.ts";
import type { Database } from "../../../vault/database.ts";
import { setting } from "../../../vault/settings.ts";
import type { Vault } from "../../../vault/vault.ts";
import { tombstoneHash } from "../tombstones.ts";

/** Years after a consent ended that its evidence is kept: Act on Specified Commercial Transactions (特定商取引法) art. 12-3(3), its Rule art. 11-5. */
const DEFAULT_YEARS = 3;
/** The vault's own rule, where it has one. */
const YEARS_SETTING = "consent_evidence_years";

interface Statement {
  readonly address: string;
  readonly recipient: string;
  readonly channel: string | null;
  readonly state: string;
  readonly held_from: string;
  readonly known_at: string;
  readonly wording: string | null;
}

interface Evidence extends Statement {
  readonly ended: string;
  readonly until: string;
}

/** What was said about advertising by e-mail, by each address of each of temp.doomed, and had not ended long ago. */
const STATEMENTS = `SELECT identifiers.customer_id AS person, value AS address, recipient, channel, state, held_from, known_at, hash AS wording
  FROM consents JOIN identifiers ON identifiers.customer_id = consents.customer_id AND identifiers.kind = 'email'
  LEFT JOIN wordings ON wordings.id = wording_id
  WHERE consents.customer_id IN (SELECT id FROM temp.doomed) AND purpose = 'email_marketing' AND state <> 'unknown'
    AND NOT EXISTS (SELECT 1 FROM consent_retractions WHERE consent_id = consents.id)
  ORDER BY identifiers.customer_id, value, recipient, julianday(held_from), consents.id`;

/**
 * Evidence of the consents of temp.doomed as it would be kept: keyed hash of the address, hash of the wording, dates. A consent ends
 * with the refusal after it, at the latest at `now`; nothing is kept whose time is over, nor for who never consented.
 */
function evidenceOf(db: Database, now: Date): readonly Evidence[] {
  const years = yearsOf(db);
  const byAddress = new Map<string, Statement[]>();
  for (const row of db.rows<Statement & { readonly person: number }>(STATEMENTS)) {
    const key = `${String(row.person)} ${row.address} ${row.recipient}`;
    const known = byAddress.get(key);
    if (known === undefined) byAddress.set(key, [row]);
    else known.push(row);
  }
  const today = isoDay(now);
  return [...byAddress.values()].flatMap((said) => {
    if (!said.some(({ state }) => state === "granted")) return [];
    const last = said.at(-1);
    const ended = last?.state === "denied" ? dayOf(last.held_from, now) : today;
    const until = yearsAfter(ended, years);
    return until < today ? [] : said.map((row) => ({ ...row, ended, until }));
  });
}

/** How much would be kept, and until when. */
export function previewEvidence(db: Database, now: Date): KeptEvidence {
  return summary(evidenceOf(db, now));
}

/** Keeps the evidence, inside the change that erases; without a certificate for a retention rule. */
export function keepEvidence(
  vault: Pick<Vault, "db" | "pseudonym">,
  certificate: string | null,
  now: Date,
): KeptEvidence {
  const kept = evidenceOf(vault.db, now);
  for (const row of kept)
    vault.db.run(
      `INSERT INTO consent_evidence (certificate, address, purpose, recipient, channel, state, held_from, known_at, wording, ended_at, until)
       VALUES (?, ?, 'email_marketing', ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        certificate,
        tombstoneHash(vault, "email", row.address),
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

/** Whether evidence is there whose time is over. */
export function hasExpiredEvidence(db: Database, now: Date): boolean {
  return db.count("SELECT EXISTS (SELECT 1 FROM consent_evidence WHERE until < ?)", [isoDay(now)]) > 0;
}

/** Takes evidence away whose time is over, inside a change; answers how much. */
export function dropExpiredEvidence(db: Database, now: Date): number {
  db.run("DELETE FROM consent_evidence WHERE until < ?", [isoDay(now)]);
  return db.changes();
}

function summary(kept: readonly Evidence[]): KeptEvidence {
  const until = kept.reduce((latest, row) => (row.until > latest ? row.until : latest), "");
  return { rows: kept.length, ...(until === "" ? {} : { until }) };
}

function yearsOf(db: Database): number {
  const stored = setting(db, YEARS_SETTING);
  return /^\d{1,2}$/u.test(stored) ? Number(stored) : DEFAULT_YEARS;
}

function yearsAfter(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  // 29 February goes on to 1 March: never a day too few.
  return isoDay(new Date(Date.UTC(year + years, month - 1, date)));
}

function dayOf(moment: string, now: Date): string {
  const at = new Date(moment);
  return isoDay(Number.isNaN(at.getTime()) || at > now ? now : at);
}

function isoDay(moment: Date): string {
  return isoDate(Math.floor(moment.getTime() / 86_400_000));
}
