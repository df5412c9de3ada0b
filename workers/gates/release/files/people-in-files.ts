import { fault } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Database } from "../../../vault/database.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { customerRow } from "../../use/list-customers.ts";
import { readHandouts } from "./handouts.ts";

/** What left beside releases, and who exactly was in what left: asked inside the vault, by whoever has its key. */
export const leftMethods: Methods<"listHandouts" | "listPeopleInFiles"> = {
  listHandouts: async ({ vault }) => ok(readHandouts(vault.db)),
  /** Faults: `release-unknown`. */
  listPeopleInFiles: async (workspace, { kind, id, offset, limit }) => {
    const { db } = workspace.vault;
    const [files, members, key, left] = tables[kind];
    const entry = db.first<{ people: number }>(`SELECT people FROM ${files} WHERE id = ? AND ${left}`, [id]);
    if (entry === undefined) return fault("release-unknown");
    const total = db.count(`SELECT count(*) FROM ${members} WHERE ${key} = ?`, [id]);
    return ok({
      total,
      // A table of counts names nobody, so nobody is missing from it.
      gone: isOfPeople(db, kind, id) ? Math.max(0, entry.people - total) : 0,
      rows: db
        .rows<{ id: number }>(
          `SELECT customer_id AS id FROM ${members} WHERE ${key} = ? ORDER BY customer_id LIMIT ? OFFSET ?`,
          [id, limit, offset],
        )
        .map((row) => ({ id: row.id, name: nameOf(workspace, row.id) })),
    });
  },
};

const tables = {
  release: ["releases", "release_people", "release_id", "state <> 'failed'"],
  handout: ["handouts", "handout_people", "handout_id", "state <> 'failed'"],
} as const;

function isOfPeople(db: Database, kind: keyof typeof tables, id: number): boolean {
  return (
    kind === "handout" ||
    db.count("SELECT count(*) FROM releases WHERE id = ? AND kind = 'consented'", [id]) > 0
  );
}

function nameOf(workspace: Workspace, id: number): string {
  return customerRow(workspace, id)?.name ?? "";
}
