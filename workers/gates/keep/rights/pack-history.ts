import { isoDate } from "../../../base/calendar.ts";
import type { RequestKind, RequestLaw, RequestOutcome } from "../../../terms/rights.ts";
import { retentionRuleSchema, type RetentionRule } from "../../../terms/keep.ts";
import type { Vault } from "../../../vault/vault.ts";
import type { Workspace } from "../../../workspace.ts";
import { readManifest } from "../../release/files/ledger.ts";
import { lastActivity, UNDATED } from "../last-activity.ts";
import * as v from "valibot";

/** A file that brought something of the person. */
export interface PackSource {
  readonly file: string;
  readonly source: string;
  /** Zero-, first-, second- or third-party data, where the owner said so. */
  readonly party?: string;
  readonly at: string;
}

/** Somebody the person's data was given to (GDPR art. 15(1)(c); APPI art. 33(5)). */
export interface PackRecipient {
  readonly at: string;
  readonly recipient: string;
  readonly purpose: string;
  readonly platform?: string;
  readonly columns: readonly string[];
  readonly files: readonly string[];
}

/** How long the data is kept (GDPR art. 15(1)(d)). */
export interface PackRetention {
  readonly action: RetentionRule["action"];
  readonly inactiveDays: number;
  /** The first day the rule acts if nothing more is heard of the person; left out for somebody of whom no day is known. */
  readonly actsOn?: string;
  /** Acts on somebody of whom no day is known, too. */
  readonly undated: RetentionRule["undated"];
}

export interface PackRequest {
  readonly kind: RequestKind;
  readonly law: RequestLaw;
  readonly receivedOn: string;
  readonly outcome?: RequestOutcome;
  readonly closedOn?: string;
}

/** A line of the record that is about the person. */
export interface PackAct {
  readonly seq: number;
  readonly at: string;
  readonly gate: string;
  readonly action: string;
}

export function packSources({ db }: Vault, imports: ReadonlySet<number>): readonly PackSource[] {
  return [...imports]
    .sort((a, b) => a - b)
    .flatMap((id): PackSource[] => {
      const row = db.first<{ name: string; source: string; party: string | null; at: string }>(
        "SELECT i.name, i.source, s.party, i.at FROM imports AS i LEFT JOIN sources AS s ON s.name = i.source WHERE i.id = ?",
        [id],
      );
      if (row === undefined) return [];
      const { name, source, party, at } = row;
      return [{ file: name, source, at, ...(party === null ? {} : { party }) }];
    });
}

export function packRecipients({ db }: Vault, customerId: number): readonly PackRecipient[] {
  return db
    .rows<{ id: number; at: string; recipient: string; purpose: string; platform: string | null }>(
      `SELECT id, at, recipient, purpose, platform FROM release_people JOIN releases ON releases.id = release_id
       WHERE customer_id = ? ORDER BY id`,
      [customerId],
    )
    .map(({ id, platform, ...release }) => {
      const manifest = readManifest(db, id);
      return {
        ...release,
        ...(platform === null ? {} : { platform }),
        columns: manifest?.columns ?? [],
        files: manifest?.files.map(({ name }) => name) ?? [],
      };
    });
}

export function packRetention(workspace: Workspace, customerId: number): readonly PackRetention[] {
  const { vault } = workspace;
  const rules = vault.db
    .rows<{ rule: string }>("SELECT rule FROM retention_rules ORDER BY id")
    .flatMap(({ rule }) => {
      const parsed = v.safeParse(retentionRuleSchema, JSON.parse(rule));
      return parsed.success && parsed.output.active ? [parsed.output] : [];
    });
  if (rules.length === 0) return [];
  const { customer, day } = lastActivity(vault);
  const last = day[customer.indexOf(customerId)] ?? UNDATED;
  return rules.map(({ action, inactiveDays, undated }) => ({
    action,
    inactiveDays,
    undated,
    ...(last === UNDATED ? {} : { actsOn: isoDate(last + inactiveDays + 1) }),
  }));
}

export function packRequests(vault: Vault, customerId: number): readonly PackRequest[] {
  return vault.db
    .rows<{
      kind: RequestKind;
      law: RequestLaw;
      received_on: number;
      outcome: RequestOutcome | null;
      closed_on: number | null;
    }>(
      "SELECT kind, law, received_on, outcome, closed_on FROM subject_requests WHERE subject = ? ORDER BY id",
      [vault.pseudonym(`customer:${String(customerId)}`)],
    )
    .map(({ kind, law, received_on: received, outcome, closed_on: closed }) => ({
      kind,
      law,
      receivedOn: isoDate(received),
      ...(outcome === null ? {} : { outcome }),
      ...(closed === null ? {} : { closedOn: isoDate(closed) }),
    }));
}

export function packActs(vault: Vault, customerId: number): readonly PackAct[] {
  const subject = vault.pseudonym(`customer:${String(customerId)}`);
  return vault.db.rows<PackAct>(
    "SELECT seq, at, gate, action FROM record WHERE instr(payload, ?) > 0 ORDER BY seq",
    [subject],
  );
}
