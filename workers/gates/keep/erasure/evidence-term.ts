import { isoDate } from "../../../base/calendar.ts";
import type { EvidenceEvent } from "../../../terms/policy.ts";
import type { Database } from "../../../vault/database.ts";
import { setting } from "../../../vault/settings.ts";
import { evidenceRules } from "../../policy/in-force.ts";

/** Years after a consent ended that its evidence is kept: Act on Specified Commercial Transactions (特定商取引法) art. 12-3(3), its Rule art. 11-5. */
const DEFAULT_YEARS = 3;
/** The vault's own rule, where it has one. */
const YEARS_SETTING = "consent_evidence_years";
/** What the vault's own term is named after on a certificate. */
export const OWN_TERM_LAW = "特定商取引法 12-3";

/** The days evidence is counted from, ISO; those that never were are left out. */
type EvidenceDays = Readonly<Partial<Record<EvidenceEvent, string>>> & { readonly ended: string };

/** The last day evidence stays, and the law that asks for it. */
export interface EvidenceTerm {
  readonly until: string;
  readonly law: string;
}

/**
 * The term of evidence, as a function of the days it is counted from: the longest of the vault's own (three years after the
 * consent ended, unless it has another) and what the packs of law in force ask of each event: so many months after the last sending,
 * a request, a provision to a third party. (特定電子メール法 art. 3(2); 特定商取引法 art. 12-3(3); APPI art. 29 and 30; 11 CCR 7101.)
 */
export function evidenceTerms(db: Database, now: Date): (days: EvidenceDays) => EvidenceTerm {
  const own = yearsOf(db) * 12;
  const rules = evidenceRules(db, now);
  return (days) =>
    rules.reduce<EvidenceTerm>(
      (longest, { event, months, law }) => {
        const from = days[event];
        const until = from === undefined ? "" : monthsAfter(from, months);
        return until > longest.until ? { until, law } : longest;
      },
      { until: monthsAfter(days.ended, own), law: OWN_TERM_LAW },
    );
}

function yearsOf(db: Database): number {
  const stored = setting(db, YEARS_SETTING);
  return /^\d{1,2}$/u.test(stored) ? Number(stored) : DEFAULT_YEARS;
}

/** So many months after a day; where the month is shorter, on into the next: never a day too few. */
function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return isoDay(new Date(Date.UTC(year, month - 1 + months, date)));
}

/** The day of a moment in UTC. */
export function isoDay(moment: Date): string {
  return isoDate(Math.floor(moment.getTime() / 86_400_000));
}
