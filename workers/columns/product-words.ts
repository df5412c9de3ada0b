import type { Database } from "../vault/database.ts";

/** Products are told by name, or by code where there is no name; two codes of one name are one word. `word` finds it by products.id. */
export function productWords(db: Database): {
  readonly word: ReadonlyMap<number, number>;
  readonly words: readonly string[];
} {
  const codeOf = new Map<string, number>();
  const word = new Map<number, number>();
  for (const { id, name } of db.rows<{ id: number; name: string }>(
    "SELECT id, coalesce(nullif(name, ''), code) AS name FROM products",
  )) {
    let code = codeOf.get(name);
    if (code === undefined) codeOf.set(name, (code = codeOf.size));
    word.set(id, code);
  }
  return { word, words: [...codeOf.keys()] };
}
