import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { fault, type Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import { parseHierarchy, type Hierarchy } from "../../../workers/models/anonymity/hierarchy.ts";

/** The largest file of a hierarchy: one line a value. */
const mostBytes = 64 * 1024 * 1024;

/**
 * Hierarchies by column from what `hierarchies=` names, with commas between: a folder, files, or `column=file`. A file without a
 * column goes to the one whose name its own name is or ends in after `_` (adult_hierarchy_age.csv: age); others of a folder are
 * passed over. Faults: "file-unreadable", "hierarchy-damaged".
 */
export async function readHierarchies(
  given: readonly string[],
  columns: readonly string[],
): Promise<Outcome<ReadonlyMap<string, Hierarchy>>> {
  const found = new Map<string, Hierarchy>();
  for (const entry of given) {
    const files = await filesOf(entry, columns);
    if (files === undefined) return fault("file-unreadable", { name: basename(entry) });
    for (const { column, path } of files) {
      const hierarchy = await readHierarchy(path);
      if (!hierarchy.ok) return hierarchy;
      found.set(column, hierarchy.value);
    }
  }
  return ok(found);
}

interface ColumnFile {
  readonly column: string;
  readonly path: string;
}

async function filesOf(
  entry: string,
  columns: readonly string[],
): Promise<readonly ColumnFile[] | undefined> {
  const named = columns.find((column) => entry.startsWith(`${column}=`));
  if (named !== undefined) return [{ column: named, path: entry.slice(named.length + 1) }];
  try {
    if (!(await stat(entry)).isDirectory()) {
      const column = columnOf(entry, columns);
      return column === undefined ? undefined : [{ column, path: entry }];
    }
    return (await readdir(entry)).flatMap((name) => {
      const column = columnOf(name, columns);
      return column === undefined ? [] : [{ column, path: join(entry, name) }];
    });
  } catch {
    return undefined;
  }
}

function columnOf(path: string, columns: readonly string[]): string | undefined {
  const name = basename(path, extname(path)).normalize("NFC").toLowerCase();
  return columns
    .filter((column) => {
      const wanted = column.normalize("NFC").toLowerCase();
      return name === wanted || name.endsWith(`_${wanted}`);
    })
    .reduce<string | undefined>(
      (longest, column) => (column.length > (longest?.length ?? 0) ? column : longest),
      undefined,
    );
}

async function readHierarchy(path: string): Promise<Outcome<Hierarchy>> {
  const name = basename(path);
  try {
    if ((await stat(path)).size > mostBytes) return fault("file-too-large", { name });
    const read = parseHierarchy(new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path)));
    return read.ok
      ? read
      : fault("hierarchy-damaged", { name, line: read.error.line, kind: read.error.problem });
  } catch {
    return fault("file-unreadable", { name });
  }
}
