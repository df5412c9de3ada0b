/** What became of the entries of a file; rows are rows of the file. */
export interface WrittenEntries {
  readonly created: number;
  readonly storedRows: number;
  readonly repeatedRows: number;
  /** Of the stored ones, those of nobody the vault knows. */
  readonly unclaimed: number;
}
