import { useCallback, useRef, useState } from "react";
import type { Fault, Outcome } from "../../workers/base/fault.ts";

/** Asks for some rows of a long list. */
export type LoadRows<T> = (
  offset: number,
  limit: number,
) => Promise<Outcome<{ readonly total: number; readonly rows: readonly T[] }>>;

const PAGE = 100;

interface Held<T> {
  readonly version: string;
  readonly pages: ReadonlyMap<number, readonly T[]>;
  readonly total: number | undefined;
  readonly fault: Fault | undefined;
}

interface WindowedRows<T> {
  /** Undefined until the first page has come. */
  readonly total: number | undefined;
  readonly fault: Fault | undefined;
  readonly rowAt: (index: number) => T | undefined;
  /** Asks for the pages that hold rows `first` to `last`, unless they are there or on their way. */
  readonly want: (first: number, last: number) => void;
}

/**
 * The rows of a long list that were looked at, by pages of 100. When `version` changes they are asked
 * again; the old rows stay in sight until the new ones come.
 */
export function useWindowedRows<T>(load: LoadRows<T>, version: string): WindowedRows<T> {
  const [held, setHeld] = useState<Held<T>>({
    version,
    pages: new Map(),
    total: undefined,
    fault: undefined,
  });
  const asked = useRef({ version, load, pages: new Set<number>() });
  const want = useCallback(
    (first: number, last: number) => {
      if (asked.current.version !== version || asked.current.load !== load)
        asked.current = { version, load, pages: new Set() };
      const mine = asked.current;
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
        if (mine.pages.has(page)) continue;
        mine.pages.add(page);
        void load(page * PAGE, PAGE).then((outcome) => {
          if (asked.current === mine) setHeld((now) => withPage(now, version, page, outcome));
        });
      }
    },
    [load, version],
  );
  return {
    total: held.total,
    fault: held.fault,
    rowAt: (index) => held.pages.get(Math.floor(index / PAGE))?.[index % PAGE],
    want,
  };
}

type Page<T> = Awaited<ReturnType<LoadRows<T>>>;

function withPage<T>(now: Held<T>, version: string, page: number, outcome: Page<T>): Held<T> {
  if (!outcome.ok) return { ...now, fault: outcome.error };
  const known = now.version === version ? now.pages : [];
  return {
    version,
    pages: new Map([...known, [page, outcome.value.rows] as const]),
    total: outcome.value.total,
    fault: undefined,
  };
}
