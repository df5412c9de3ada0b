import * as v from "valibot";
import type { Manifest, ReleaseEntry } from "../../../terms/release.ts";
import type { Database } from "../../../vault/database.ts";
import { parseManifest } from "./manifest.ts";

interface Row {
  readonly id: number;
  readonly folder: string;
  readonly manifest: string;
  readonly state: string;
  readonly withheld: string | null;
}

const counts = v.record(v.string(), v.number());

/** What left this laptop, latest first. */
export function readLedger(db: Database): readonly ReleaseEntry[] {
  return db
    .rows<Row>("SELECT id, folder, manifest, state, withheld FROM releases ORDER BY id DESC")
    .flatMap(({ id, folder, manifest: text, state, withheld: exact }) => {
      const manifest = parseManifest(text);
      if (manifest === undefined) return [];
      const withheld = exact === null ? manifest.withheld : v.parse(counts, JSON.parse(exact));
      const known = { id, folder, state: state === "failed" ? ("failed" as const) : ("released" as const) };
      return [entryOfManifest({ ...known, withheld }, manifest)];
    });
}

/** The manifest of one release, or undefined when there is no such release. */
export function readManifest(db: Database, releaseId: number): Manifest | undefined {
  const row = db.first<{ manifest: string }>("SELECT manifest FROM releases WHERE id = ?", [releaseId]);
  return row === undefined ? undefined : parseManifest(row.manifest);
}

/** The ledger's line of a manifest. */
export function entryOfManifest(
  known: Pick<ReleaseEntry, "id" | "folder" | "state"> & Partial<Pick<ReleaseEntry, "withheld">>,
  manifest: Manifest,
): ReleaseEntry {
  const { createdAt, kind, segment, purpose, recipient, platform, country } = manifest;
  const { people, rows, files, digest } = manifest;
  return {
    withheld: manifest.withheld,
    ...known,
    at: createdAt,
    kind,
    segment,
    purpose,
    recipient,
    ...(platform === undefined ? {} : { platform }),
    ...(country === undefined ? {} : { country }),
    people,
    rows,
    files: files.map((file) => file.name),
    digest,
  };
}
