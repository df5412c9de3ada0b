import { fault, type Fault } from "../base/fault.ts";
import type { Database } from "./database.ts";
import type { FreshnessManifest } from "./freshness-manifest.ts";
import type { FreshnessVerdict, Staleness, VaultState } from "./freshness.ts";
import { putSetting, setting } from "./settings.ts";
import type { Act } from "./vault.ts";

/** In a vault's settings once a manifest has been kept beside it: from then on, a missing one is noticed. */
const EXPECTED = "freshness_expected";

/** Whether a manifest is to be beside this vault. False in vaults of a program that kept none. */
export function expectsManifest(db: Database): boolean {
  return setting(db, EXPECTED) === "1";
}

/** From the next save on, a manifest is to be beside this vault. */
export function expectManifest(db: Database): void {
  putSetting(db, EXPECTED, "1");
}

/** A vault file that is not the one last saved here, and what is known of that one. */
export interface OutsideChange {
  readonly kind: Staleness;
  /** Lines of the record in the file; left out where the file cannot be read as a database. */
  readonly lines?: number;
  /** The save that the manifest tells of, where there is one. */
  readonly known?: { readonly at: string; readonly lines: number };
}

/** What is said of a file that does not even hold together while a manifest speaks of another one. */
export function tornApart(latest: FreshnessManifest): OutsideChange {
  return { kind: "older", known: { at: latest.at, lines: latest.record.seq } };
}

/** What happened to the file outside this program, or undefined when it may be opened without a question. */
export function outsideChange(
  verdict: FreshnessVerdict,
  state: VaultState,
  { expected, manifests }: { readonly expected: boolean; readonly manifests: readonly Uint8Array[] },
): OutsideChange | undefined {
  if (verdict.kind === "fresh") return undefined;
  // A vault that never had a manifest lacks nothing.
  if (verdict.kind === "unknown" && !expected && manifests.every((bytes) => bytes.byteLength === 0))
    return undefined;
  const known = verdict.known && { at: verdict.known.at, lines: verdict.known.record.seq };
  return { kind: verdict.kind, lines: state.record.seq, ...(known && { known }) };
}

/** Why the vault stays shut until its user accepts the change. */
export function notFresh(found: OutsideChange): { readonly ok: false; readonly error: Fault } {
  const { known } = found;
  return fault("vault-not-fresh", {
    ...counts(found),
    kind: found.kind,
    ...(known && { savedAt: known.at }),
  });
}

/** The record's line of an acceptance: what was found, and how many lines the record had then and has now. */
export function acceptance(found: OutsideChange): Act {
  return {
    gate: "vault",
    action: "accepted-outside-change",
    payload: { ...counts(found), found: found.kind },
  };
}

function counts({ lines, known }: OutsideChange): Readonly<Record<string, number>> {
  return { ...(lines !== undefined && { linesNow: lines }), ...(known && { linesThen: known.lines }) };
}
