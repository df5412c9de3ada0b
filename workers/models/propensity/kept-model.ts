import type { DataTable } from "../design/table.ts";
import { additiveLogOdds, cellsOf, columnTermsOf, type AdditiveModel } from "../ebm/additive.ts";
import { counted } from "../ebm/purify.ts";
import { codesOf, type Learnt } from "./learnt.ts";

/** A learnt model as plain numbers that JSON can hold: what it says follows from these alone. Holds nothing of a person. */
export interface KeptModel {
  readonly columns: readonly {
    readonly name: string;
    readonly ordered: boolean;
    readonly cuts: readonly number[];
    readonly labels: readonly string[];
    readonly values: readonly number[];
    /** Of each bin, how many people it was learnt from; absent in older runs. */
    readonly people?: readonly number[];
  }[];
  readonly intercept: number;
  readonly pairs: readonly {
    readonly first: number;
    readonly second: number;
    readonly rowOf: readonly number[];
    readonly columnOf: readonly number[];
    readonly width: number;
    readonly values: readonly number[];
    readonly people?: readonly number[];
  }[];
}

/** The plain numbers of a learnt model. */
export function keptModel({ columns, model }: Learnt): KeptModel {
  return {
    columns: columns.map(({ name, ordered, cuts, labels, codes }, j) => ({
      name,
      ordered,
      cuts: [...cuts],
      // The words of a range follow from the cuts.
      labels: ordered ? [] : [...labels],
      values: [...model.mains[j]!],
      people: [...counted(codes, labels.length)],
    })),
    intercept: model.intercept,
    pairs: model.pairs.map((pair) => ({
      first: pair.first,
      second: pair.second,
      rowOf: [...pair.rowOf],
      columnOf: [...pair.columnOf],
      width: pair.width,
      values: [...pair.values],
      people: [
        ...counted(
          cellsOf(
            pair,
            columns.map(({ codes }) => codes),
          ),
          pair.values.length,
        ),
      ],
    })),
  };
}

/** The chance of each row of a table, and what each column adds to its log-odds. */
export interface Told {
  readonly chance: Float64Array;
  /** By row, by column; with the intercept they sum to the log-odds. */
  readonly terms: readonly Float64Array[];
}

/** Asks a kept model of the rows of a table; columns the table lacks count as blank. */
export function askModel(kept: KeptModel, table: DataTable): Told {
  const model: AdditiveModel = {
    intercept: kept.intercept,
    mains: kept.columns.map(({ values }) => Float64Array.from(values)),
    pairs: kept.pairs.map(({ first, second, width, rowOf, columnOf, values }) => ({
      first,
      second,
      width,
      rowOf: Uint8Array.from(rowOf),
      columnOf: Uint8Array.from(columnOf),
      values: Float64Array.from(values),
    })),
  };
  const codes = kept.columns.map(({ cuts, ...column }) =>
    codesOf({ ...column, cuts: Float64Array.from(cuts) }, table),
  );
  const eta = additiveLogOdds(model, codes);
  return {
    chance: eta.map((value) => 1 / (1 + Math.exp(-value))),
    terms: Array.from(eta.keys(), (row) => columnTermsOf(model, codes, row)),
  };
}
