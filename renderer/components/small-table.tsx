import type { ReactElement, ReactNode } from "react";

export interface SmallColumn<T> {
  readonly key: string;
  readonly title: string;
  readonly number?: boolean;
  readonly cell: (row: T) => ReactNode;
}

/** A plain table of at most some hundred rows. The first column heads its row. */
export function SmallTable<T>({
  caption,
  columns,
  rows,
  keyOf,
}: {
  /** Said by screen readers; the heading above says it to the eye. */
  readonly caption: string;
  readonly columns: readonly SmallColumn<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T, index: number) => string | number;
}): ReactElement {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- reached by keyboard, so that a long table scrolls without a mouse
    <div className="table-scroll" role="group" aria-label={caption} tabIndex={0}>
      <table className="small-table">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.number ? "number" : ""}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              {columns.map((column, place) =>
                place === 0 ? (
                  <th key={column.key} scope="row" className={column.number ? "number" : ""}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={column.number ? "number" : ""}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
