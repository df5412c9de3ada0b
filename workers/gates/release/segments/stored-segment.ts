import * as v from "valibot";
import { segmentDefinitionSchema, type SegmentDefinition } from "../../../terms/segment.ts";
import type { Database } from "../../../vault/database.ts";

/** A segment as the vault keeps it. */
export interface StoredSegment {
  readonly id: number;
  readonly name: string;
  readonly definition: SegmentDefinition;
  readonly createdAt: string;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly definition: string;
  readonly created_at: string;
}

/** Lets nobody in: stands for a definition that this version cannot read. */
const nobody: SegmentDefinition = {
  groups: [{ anyOf: [{ kind: "number", attribute: "orders", comparison: "atMost", value: -1 }] }],
};

/** One segment, or undefined when there is none with this id. */
export function readSegment(db: Database, id: number): StoredSegment | undefined {
  const row = db.first<Row>("SELECT id, name, definition, created_at FROM segments WHERE id = ?", [id]);
  return row === undefined ? undefined : stored(row);
}

/** All segments by name. */
export function readSegments(db: Database): readonly StoredSegment[] {
  return db.rows<Row>("SELECT id, name, definition, created_at FROM segments ORDER BY name, id").map(stored);
}

function stored(row: Row): StoredSegment {
  const parsed = v.safeParse(segmentDefinitionSchema, parseJson(row.definition));
  return {
    id: row.id,
    name: row.name,
    definition: parsed.success ? parsed.output : nobody,
    createdAt: row.created_at,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
