/** A column of texts by code; -1 where a cell is blank. */
export interface TextColumn {
  readonly name: string;
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

/** A column of texts without gaps: a blank cell is a text of its own, the empty one. */
export function filled({ name, levels, codes }: TextColumn): TextColumn {
  if (!codes.includes(-1)) return { name, levels, codes };
  return { name, levels: [...levels, ""], codes: codes.map((code) => (code < 0 ? levels.length : code)) };
}
