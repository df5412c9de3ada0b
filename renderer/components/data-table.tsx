import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { Icon } from "./icon.tsx";
import { FaultNotice } from "./notice.tsx";
import { useWindowedRows, type LoadRows } from "./windowed-rows.ts";

export interface DataColumn<T> {
  readonly key: string;
  readonly title: string;
  /** Pixels. */
  readonly width: number;
  readonly number?: boolean;
  /** Whether its heading sorts. */
  readonly sortable?: boolean;
  readonly cell: (row: T) => ReactNode;
}

interface DataTableProps<T> {
  readonly label: string;
  readonly columns: readonly DataColumn<T>[];
  /** Rows `offset` to `offset + limit`, and how many there are in all. Must be stable while the question is the same. */
  readonly load: LoadRows<T>;
  /** Changes with the question (filters, sort, changes of the vault): rows are asked again. */
  readonly version: string;
  readonly sort?: { readonly key: string; readonly descending: boolean };
  readonly onSort?: (key: string, descending: boolean) => void;
  readonly onOpen?: (row: T) => void;
  readonly height?: number;
  /** Whom a row is about: its cells are then a person's. */
  readonly personOf?: (row: T) => number;
  /** Shown in place of the table when there is no row. */
  readonly empty: ReactNode;
}

const ROW_HEIGHT = 36;
const HEAD_HEIGHT = 48;

/**
 * A table of any length: only the rows in sight exist, and only they are asked of the vault.
 * Arrow keys, Page Up and Down, Home and End move; Enter opens.
 */
export function DataTable<T>(props: DataTableProps<T>): ReactElement {
  const { label, columns, load, version, onOpen, personOf, height = 520, empty } = props;
  const { t } = useTranslation("kit");
  const format = useFormat();
  const activeId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { total, fault, rowAt, want } = useWindowedRows(load, version);
  const [active, setActive] = useState(0);
  // eslint-disable-next-line react-hooks/incompatible-library -- no React Compiler is in use
  const virtual = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => want(first, last), [want, first, last]);
  if (fault) return <FaultNotice fault={fault} />;
  if (total === 0) return <>{empty}</>;
  const count = total ?? 0;
  // A name that no row bears would point assistive technology at nothing.
  const drawn = items.some((item) => item.index === active);
  const open = (index: number): void => {
    const row = rowAt(index);
    if (row !== undefined) onOpen?.(row);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current) return;
    const next = target(event.key, active, Math.floor(height / ROW_HEIGHT) - 2, count);
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
      virtual.scrollToIndex(next);
    } else if (event.key === "Enter") open(active);
  };
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    const found = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    if (!found) return;
    const index = Number(found.dataset["row"]);
    setActive(index);
    open(index);
  };
  return (
    <div>
      <div
        ref={scroller}
        className="grid"
        role="grid"
        aria-label={label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
        aria-activedescendant={drawn ? activeId : undefined}
        tabIndex={0}
        style={{ height: Math.min(height, HEAD_HEIGHT + Math.max(3, count) * ROW_HEIGHT) }}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <TableHead {...props} />
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {items.map((item) => (
            <TableRow
              key={item.key}
              columns={columns}
              row={rowAt(item.index)}
              index={item.index}
              start={item.start}
              opens={onOpen !== undefined}
              personOf={personOf}
              activeId={item.index === active ? activeId : undefined}
            />
          ))}
        </div>
      </div>
      <p className="grid-foot" role="status">
        {total === undefined ? t("loading") : t("rowsInAll", { rows: format.count(total) })}
      </p>
    </div>
  );
}

/** The row a key leads to, or undefined for any other key. */
function target(key: string, active: number, page: number, count: number): number | undefined {
  const places: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + Math.max(1, page),
    PageUp: active - Math.max(1, page),
    Home: 0,
    End: count - 1,
  };
  const place = Object.hasOwn(places, key) ? places[key] : undefined;
  return place === undefined ? undefined : Math.max(0, Math.min(count - 1, place));
}

function TableRow<T>({
  columns,
  row,
  index,
  start,
  opens,
  personOf,
  activeId,
}: {
  readonly columns: readonly DataColumn<T>[];
  readonly row: T | undefined;
  readonly index: number;
  readonly start: number;
  readonly opens: boolean;
  readonly personOf: ((row: T) => number) | undefined;
  /** Set on the row that has the focus. */
  readonly activeId: string | undefined;
}): ReactElement {
  return (
    <div
      id={activeId}
      className="grid-row"
      role="row"
      tabIndex={-1}
      data-row={index}
      aria-rowindex={index + 2}
      aria-selected={activeId !== undefined}
      {...(opens ? { "data-opens": true } : {})}
      {...(personOf && row !== undefined ? { "data-person": personOf(row) } : {})}
      style={{ height: ROW_HEIGHT, transform: `translateY(${String(start)}px)` }}
    >
      {columns.map((column) => (
        <div
          key={column.key}
          role="gridcell"
          className={column.number ? "grid-cell number" : "grid-cell"}
          style={{ width: column.width }}
        >
          {row === undefined ? <span className="grid-waiting">…</span> : column.cell(row)}
        </div>
      ))}
    </div>
  );
}

function TableHead<T>({ columns, sort, onSort }: DataTableProps<T>): ReactElement {
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} style={{ display: "flex" }}>
        {columns.map((column) => {
          const sorted = sort?.key === column.key;
          return (
            <div
              key={column.key}
              role="columnheader"
              className={column.number ? "grid-cell number" : "grid-cell"}
              style={{ width: column.width }}
              aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : undefined}
            >
              {column.sortable && onSort ? (
                <button
                  type="button"
                  className="grid-sort"
                  onClick={() => onSort(column.key, sorted ? !sort.descending : column.number === true)}
                >
                  {column.title}
                  {sorted && <Icon name={sort.descending ? "down" : "up"} small />}
                </button>
              ) : (
                column.title
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
