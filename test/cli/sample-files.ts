import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultSeed, sampleShop } from "../../workers/sample/shop.ts";
import type { Language } from "../../workers/terms/language.ts";

/** Writes the sample shop's exports into a folder; their paths. */
export function writeSampleFiles(folder: string, language: Language): Promise<string[]> {
  return Promise.all(
    sampleShop(defaultSeed, language).map(async ({ name, bytes }) => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return path;
    }),
  );
}
