import { useCallback, useEffect, useReducer, useRef } from "react";
import type { Outcome } from "../../workers/base/fault.ts";

/** Asks for some rows of a long list. */
export type LoadRows<T> = (
  offset: number,
  limit: number,
) => Promise<Outcome<{ readonly total: number; readonly rows: readonly T[] }>>;

const PAGE = 100;

interface Held<T> {
  readonly version: string;
  readonly pages: Map<number, readonly T[]>;
  readonly asked: Set<number>;
  total: number | undefined;
}

interface WindowedRows<T> {
  /** Undefined until the first page has come. */
  readonly total: number | undefined;
  rowAt(index: number): T | undefined;
  /** Asks for the pages that hold rows `first` to `last`, unless they are there or on their way. */
  want(first: number, last: number): void;
}

function emptyOf<T>(version: string): Held<T> {
  return { version, pages: new Map(), asked: new Set(), total: undefined };
}

/** The rows of a long list that were looked at, by pages of 100; forgotten when `version` changes. */
export function useWindowedRows<T>(load: LoadRows<T>, version: string): WindowedRows<T> {
  const held = useRef<Held<T>>(emptyOf(version));
  const wanted = useRef<readonly [number, number]>([0, 0]);
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const fetchPages = useCallback(() => {
    if (held.current.version !== version)
      held.current = { ...emptyOf<T>(version), total: held.current.total };
    const now = held.current;
    const [first, last] = wanted.current;
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if (now.asked.has(page)) continue;
      now.asked.add(page);
      void load(page * PAGE, PAGE).then((outcome) => {
        if (!outcome.ok) return;
        now.pages.set(page, outcome.value.rows);
        now.total = outcome.value.total;
        if (held.current === now) drawAgain();
      });
    }
  }, [load, version]);
  useEffect(fetchPages);
  const want = (first: number, last: number): void => {
    wanted.current = [first, last];
  };
  return {
    total: held.current.total,
    rowAt: (index) => held.current.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    want,
  };
}
