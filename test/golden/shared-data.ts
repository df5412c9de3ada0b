import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe } from "vitest";

/** Path of a data set beside the repository. */
export function sharedData(path: string): string {
  return fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
}

/** A suite on a data set that is not part of the repository: skipped with the reason in its name where it is absent. */
export function describeWith(path: string, name: string, suite: () => void): void {
  const there = existsSync(sharedData(path));
  describe.skipIf(!there)(there ? name : `${name} (skipped: ${path} is not beside the repository)`, suite);
}
