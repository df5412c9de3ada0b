import { recipients as known } from "../../../terms/purpose.ts";
import type { Handout, HandoutRecipient } from "../../../terms/handouts.ts";
import type { Database } from "../../../vault/database.ts";

/** What the list of handouts says of files on their way out. */
export interface AboutFiles {
  /** For whom; the firm's own use where it is left out. */
  readonly recipients?: readonly HandoutRecipient[];
  /** customers.id of those they are about. */
  readonly people?: readonly number[];
  /** How many they are about where nobody can be named any more. */
  readonly count?: number;
}

/** Enters files into the list, inside the change that tells of them; answers the entry's number. */
export function enterHandout(
  db: Database,
  {
    kind,
    at,
    folder,
    files,
  }: { readonly kind: string; readonly at: Date; readonly folder: string; readonly files: readonly string[] },
  { recipients = ["self"], people = [], count }: AboutFiles,
): number {
  const distinct = [...new Set(people)];
  db.run(
    "INSERT INTO handouts (at, kind, recipients, people, folder, files, state) VALUES (?, ?, ?, ?, ?, ?, 'released')",
    [
      at.toISOString(),
      kind,
      JSON.stringify([...new Set(recipients)]),
      count ?? distinct.length,
      folder,
      JSON.stringify(files),
    ],
  );
  const id = db.lastId();
  if (distinct.length > 0)
    db.bulkInsert("INSERT INTO handout_people (handout_id, customer_id) VALUES (?, ?)", [
      { constant: id },
      Int32Array.from(distinct),
    ]);
  return id;
}

/** The files of an entry could not appear. */
export function failHandout(db: Database, id: number): void {
  db.run("UPDATE handouts SET state = 'failed' WHERE id = ?", [id]);
}

interface Row {
  readonly id: number;
  readonly at: string;
  readonly kind: string;
  readonly recipients: string;
  readonly people: number;
  readonly folder: string;
  readonly files: string;
  readonly state: string;
}

/** The list, latest first. */
export function readHandouts(db: Database): readonly Handout[] {
  return db
    .rows<Row>(
      "SELECT id, at, kind, recipients, people, folder, files, state FROM handouts ORDER BY at DESC, id DESC",
    )
    .map(({ recipients, files, state, ...row }) => ({
      ...row,
      recipients: texts(recipients).flatMap((one): HandoutRecipient[] =>
        one === "person" ? [one] : known.filter((recipient) => recipient === one),
      ),
      files: texts(files),
      state: state === "failed" ? "failed" : "released",
    }));
}

function texts(json: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  return Array.isArray(parsed) ? parsed.filter((one): one is string => typeof one === "string") : [];
}
