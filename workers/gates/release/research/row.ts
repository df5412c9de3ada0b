declare const anonymous: unique symbol;

/** A row that points at nobody: one of at least k alike. Only `anonymousRows` makes one, and the writer accepts nothing else. */
export interface AnonymousRow {
  readonly [anonymous]: true;
  readonly cells: readonly string[];
}
