import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { err, ok, type Result } from "../../../workers/base/result.ts";
import { segmentDefinitionSchema, type SegmentDefinition } from "../../../workers/terms/segment.ts";
import type { Misuse } from "./command.ts";
import { parseWhere } from "./where.ts";

/** The two ways to say who is meant. */
export const definitionOptions = {
  where: { kind: "many", hint: "CONDITION" },
  definition: { kind: "text", hint: "FILE.json" },
} as const;

/** The segment that --where expressions or the file of --definition describe. */
export async function readDefinition(given: {
  readonly where: readonly string[];
  readonly definition: string | undefined;
}): Promise<Result<SegmentDefinition, Misuse>> {
  if (given.definition !== undefined) return readDefinitionFile(given.definition);
  const parsed = parseWhere(given.where);
  return parsed.ok ? parsed : err({ key: "bad-condition", facts: { condition: parsed.error } });
}

async function readDefinitionFile(path: string): Promise<Result<SegmentDefinition, Misuse>> {
  const problem = err<Misuse>({ key: "bad-json-file", facts: { path } });
  try {
    const parsed = v.safeParse(segmentDefinitionSchema, JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? ok(parsed.output) : problem;
  } catch {
    return problem;
  }
}
