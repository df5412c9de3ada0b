import type { Manifest } from "../../../terms/release.ts";
import { topicsOfName } from "../segments/name-topics.ts";

/** The names of a release's files, its page for people, manifest and proof page: what, of whom, when (UTC) and a short id that keeps two apart. */
export function releaseFileNames(
  { kind, createdAt, id }: Pick<Manifest, "kind" | "createdAt" | "id">,
  segment: { readonly id?: number; readonly name?: string },
  { parts, extension }: { readonly parts: number; readonly extension: string },
): {
  readonly data: readonly string[];
  readonly page: string;
  readonly manifest: string;
  readonly proof: string;
} {
  const moment = createdAt
    .replace(/\.\d+Z$/u, "")
    .replaceAll(/[-:]/gu, "")
    .replace("T", "-");
  const stem = `kurabito-${kind}-${slug(segment)}-${moment}-${id.slice(0, 8)}`;
  const data = Array.from({ length: parts }, (_, part) =>
    parts === 1 ? `${stem}.${extension}` : `${stem}-${part + 1}-of-${parts}.${extension}`,
  );
  return { data, page: `${stem}.html`, manifest: `${stem}.manifest.json`, proof: `${stem}.verify.html` };
}

/**
 * A segment's name in letters every file system takes; its number where nothing of the name is left, or where the name tells of its
 * people what platforms refuse in the name of a list (health, finance, religion): the file's name often becomes the audience's.
 */
function slug({ id, name = "" }: { readonly id?: number; readonly name?: string }): string {
  const ascii = (topicsOfName(name).length > 0 ? "" : name)
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .slice(0, 40)
    .replaceAll(/^-+|-+$/gu, "");
  if (ascii !== "") return ascii;
  return id === undefined ? "everybody" : `segment-${id}`;
}
