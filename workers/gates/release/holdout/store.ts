import type { HoldoutEntry } from "../../../terms/holdout.ts";
import type { Database } from "../../../vault/database.ts";

/** A control made ready with its release. */
export interface Control {
  readonly share: number;
  readonly seed: number;
  /** So long they are kept out of further releases for the same purpose. */
  readonly days: number;
  /** customers.id of those who stay. */
  readonly customers: Int32Array;
}

interface Row {
  readonly release_id: number;
  readonly at: string;
  readonly segment: string;
  readonly share: number;
  readonly seed: number;
  readonly treated: number;
  readonly control: number;
}

/** Keeps who was held back. Call it inside the change that enters the release. */
export function keepControl(db: Database, releaseId: number, treated: number, control: Control): void {
  db.run("INSERT INTO holdouts (release_id, share, seed, treated, control, days) VALUES (?, ?, ?, ?, ?, ?)", [
    releaseId,
    control.share,
    control.seed,
    treated,
    control.customers.length,
    control.days,
  ]);
  db.bulkInsert("INSERT INTO holdout_people (release_id, customer_id) VALUES (?, ?)", [
    new Int32Array(control.customers.length).fill(releaseId),
    control.customers,
  ]);
}

const select = `SELECT release_id, at, segment, share, seed, treated, control FROM holdouts
  JOIN releases ON releases.id = release_id WHERE releases.state = 'released'`;

/** Releases with a control, newest first. */
export function readHoldouts(db: Database): readonly HoldoutEntry[] {
  return db.rows<Row>(`${select} ORDER BY release_id DESC`).map(entry);
}

/** One of them, or undefined. */
export function readHoldout(db: Database, releaseId: number): HoldoutEntry | undefined {
  const row = db.first<Row>(`${select} AND release_id = ?`, [releaseId]);
  return row && entry(row);
}

function entry({ release_id: releaseId, ...row }: Row): HoldoutEntry {
  return { releaseId, ...row };
}
