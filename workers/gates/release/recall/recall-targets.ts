import { platforms, type Platform } from "../../../terms/platform.ts";
import { recipientFacts } from "../../../terms/policy.ts";
import { purposeCodes, recipients, type PurposeCode, type Recipient } from "../../../terms/purpose.ts";
import type { RecallTarget } from "../../../terms/rights.ts";
import type { Database } from "../../../vault/database.ts";
import { readManifest } from "../files/ledger.ts";

/** Who received which of the people asked about, in which form, by what releases. */
export interface Received extends Pick<RecallTarget, "recipient" | "platform" | "purposes" | "releases"> {
  readonly customers: readonly number[];
  /** The same people by what for, and by where the recipient held the rows (undefined for the firm itself). */
  readonly handed: readonly Handed[];
}

interface Handed {
  readonly purpose: PurposeCode;
  readonly country: string | undefined;
  readonly customers: readonly number[];
}

interface Row {
  readonly id: number;
  readonly at: string;
  readonly recipient: string;
  readonly platform: string | null;
  readonly purpose: string;
  readonly country: string | null;
  readonly customer_id: number;
}

/** Who received a release, and who of those in it is still in the vault; undefined where there is no such release of people. */
export function releasedTo(
  db: Database,
  releaseId: number,
):
  | { readonly recipient: string; readonly platform: string | null; readonly customers: readonly number[] }
  | undefined {
  const release = db.first<{ recipient: string; platform: string | null }>(
    "SELECT recipient, platform FROM releases WHERE id = ? AND kind = 'consented' AND state = 'released'",
    [releaseId],
  );
  if (release === undefined) return undefined;
  const customers = db
    .rows<{ id: number }>("SELECT customer_id AS id FROM release_people WHERE release_id = ?", [releaseId])
    .map(({ id }) => id);
  return { ...release, customers };
}

/** Every recipient outside the firm, and the firm's own files last: they lie somewhere, too. `only`: that recipient alone. */
export function receivedBy(
  db: Database,
  customerIds: readonly number[],
  only?: { readonly recipient: string; readonly platform: string | null },
): readonly Received[] {
  const rows = db.rows<Row>(
    `SELECT id, at, recipient, platform, purpose, json_extract(manifest, '$.country') AS country, customer_id FROM release_people JOIN releases ON releases.id = release_id
     WHERE state = 'released' AND customer_id IN (SELECT value FROM json_each(?1))
       AND (?2 IS NULL OR recipient = ?2 AND platform IS ?3) ORDER BY id`,
    [JSON.stringify(customerIds), only?.recipient ?? null, only?.platform ?? null],
  );
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.recipient} ${row.platform ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()]
    .flatMap((group): Received[] => {
      const recipient = recipients.find((one) => one === group[0]?.recipient);
      const platform = platforms.find((one) => one === group[0]?.platform);
      return recipient === undefined || platform === undefined
        ? []
        : [receivedOf(db, recipient, platform, group)];
    })
    .sort((a, b) => Number(a.recipient === "self") - Number(b.recipient === "self"));
}

function receivedOf(db: Database, recipient: Recipient, platform: Platform, rows: readonly Row[]): Received {
  const releases = [...new Map(rows.map(({ id, at }) => [id, at]))];
  const named = new Set(rows.map(({ purpose }) => purpose));
  return {
    recipient,
    platform,
    purposes: purposeCodes.filter((purpose: PurposeCode) => named.has(purpose)),
    customers: [...new Set(rows.map((row) => row.customer_id))].sort((a, b) => a - b),
    handed: handedOf(recipient, rows),
    releases: releases.map(([releaseId, at]) => ({
      releaseId,
      at,
      files: readManifest(db, releaseId)?.files.map(({ name }) => name) ?? [],
    })),
  };
}

function handedOf(recipient: Recipient, rows: readonly Row[]): readonly Handed[] {
  const found = new Map<string, Handed & { readonly customers: number[] }>();
  for (const row of rows) {
    const purpose = purposeCodes.find((one) => one === row.purpose);
    if (purpose === undefined) continue;
    const country = row.country ?? recipientFacts[recipient].country;
    const key = `${purpose} ${country ?? ""}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { purpose, country, customers: [row.customer_id] });
    else known.customers.push(row.customer_id);
  }
  return [...found.values()];
}
