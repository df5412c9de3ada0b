import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import { momentOf, type ConsentChange, type ConsentChanges } from "../../terms/consent.ts";
import { purposeCodes, recipients, type PurposeCode, type Recipient } from "../../terms/purpose.ts";
import type { Workspace } from "../../workspace.ts";
import { standing } from "./consent.ts";
import { consentLedger, stateBytes } from "./consent-ledger.ts";
import { releasablePeople } from "./permitted-people.ts";

interface StoredRelease {
  readonly id: number;
  readonly at: string;
  readonly kind: string;
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  /** Where its recipient held the rows, as it was named then; its seat where null. */
  readonly country: string | null;
}

/**
 * What changed in the ledger since a release (the latest one when nothing is named) or a moment: how many people said yes,
 * took it back, or let it lapse, and of the people in that release's file how many may not be in the next one. What was
 * known then is compared with what is known now: a statement dated before the release but learned of after it is a change.
 * Faults: `release-unknown`, `moment-in-future`.
 */
export async function consentChanges(
  workspace: Workspace,
  input: Input<"consentChanges">,
): Promise<Outcome<ConsentChanges>> {
  const { vault } = workspace;
  const now = workspace.now();
  const release = input.since === undefined ? findRelease(workspace, input.releaseId) : undefined;
  if (input.releaseId !== undefined && release === undefined) return fault("release-unknown");
  const since = input.since === undefined ? new Date(release?.at ?? 0) : new Date(momentOf(input.since));
  if (since > now) return fault("moment-in-future");
  const rows = consentLedger(vault);
  let statements = 0;
  for (const known of rows.knownAt) if (known > since.getTime()) statements++;
  return ok({
    since: since.toISOString(),
    ...(release === undefined ? {} : { release: released(workspace, release) }),
    statements,
    changes: purposeCodes.flatMap((purpose) => changesOf(workspace, purpose, since, now)),
  });
}

function findRelease({ vault }: Workspace, id: number | undefined): StoredRelease | undefined {
  const columns =
    "SELECT id, at, kind, purpose, recipient, json_extract(manifest, '$.country') AS country FROM releases";
  return id === undefined
    ? vault.db.first<StoredRelease>(`${columns} WHERE state = 'released' ORDER BY at DESC, id DESC LIMIT 1`)
    : vault.db.first<StoredRelease>(`${columns} WHERE id = ?`, [id]);
}

/** Lines without a change are left out; what a recipient lost or won with the firm itself is told in the line of the firm. */
function changesOf(
  workspace: Workspace,
  purpose: PurposeCode,
  since: Date,
  now: Date,
): readonly ConsentChange[] {
  const rows = consentLedger(workspace.vault);
  const columns = workspace.columns();
  const before = standing(rows, columns, purpose, { held: since, known: since }).byRecipient;
  const after = standing(rows, columns, purpose, { held: now, known: now }).byRecipient;
  return recipients.flatMap((recipient) => {
    const [then, today] = [before[recipient], after[recipient]];
    const change = { purpose, recipient, gained: 0, withdrawn: 0, lapsed: 0, refused: 0 };
    for (let person = 0; person < then.length; person++) {
      const [a, b] = [then[person]!, today[person]!];
      if (a === b || (recipient !== "self" && before.self[person] !== after.self[person])) continue;
      if (b === stateBytes.granted) change.gained++;
      else if (a === stateBytes.granted) change[b === stateBytes.denied ? "withdrawn" : "lapsed"]++;
      else if (b === stateBytes.denied) change.refused++;
    }
    const { gained, withdrawn, lapsed, refused } = change;
    return gained + withdrawn + lapsed + refused === 0 ? [] : [change];
  });
}

function released(workspace: Workspace, { id, at, purpose, recipient, country }: StoredRelease) {
  const columns = workspace.columns();
  const { vault } = workspace;
  const now = workspace.now();
  const to = country ?? undefined;
  const { mask } = releasablePeople(vault, columns, purpose, recipient, now, undefined, undefined, to);
  const inFile = vault.db.rows<{ customer_id: number }>(
    "SELECT customer_id FROM release_people WHERE release_id = ?",
    [id],
  );
  const noLonger = inFile.filter(({ customer_id }) => mask[columns.indexOf(customer_id)] !== 1).length;
  return { id, at, purpose, recipient, people: inFile.length, noLonger };
}
