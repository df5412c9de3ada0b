import type { Cells } from "../read/cells.ts";
import type { RowProblem } from "./orders.ts";

/** What takes the rows of one kind of table that has neither people nor orders for rows. */
export interface EntrySink {
  /** Takes a row, or says why it cannot be stored. */
  take(cells: Cells): RowProblem | undefined;
}
