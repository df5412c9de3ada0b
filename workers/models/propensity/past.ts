import type { DataTable } from "../design/table.ts";

/** What was known of people (or of messages to them), and what then happened: 1 a row where it did. */
export interface Past {
  readonly table: DataTable;
  readonly labels: Uint8Array;
}
