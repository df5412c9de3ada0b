import { useSyncExternalStore } from "react";

/** The seven places of the rail, in its order (Alt+1 to Alt+7). */
export const places = ["home", "data", "see", "predict", "audience", "release", "record"] as const;
export type Place = (typeof places)[number];

/** The tabs of each place; the first is where the place opens. */
export const tabs = {
  home: ["overview"],
  data: ["import", "imports", "quarantine", "duplicates", "customers", "consent"],
  see: ["rfm", "cohorts"],
  predict: ["lifetime", "churn", "groups", "lookalike", "mail", "next", "methods", "track-record"],
  audience: ["segments", "builder", "compare"],
  release: ["aggregate", "figures", "research", "consented", "edge", "left"],
  record: ["timeline", "map", "law", "governance", "requests", "retention", "certificates", "vault"],
} as const satisfies Record<Place, readonly string[]>;

export type Tab = (typeof tabs)[Place][number];

/** Where the window is: `#/data/customers/12` is place data, tab customers, rest ["12"]. */
export interface Route {
  readonly place: Place;
  readonly tab: Tab;
  readonly rest: readonly string[];
}

function isPlace(text: string | undefined): text is Place {
  return places.some((place) => place === text);
}

/** The route of a hash; anything unknown leads home. */
export function parseRoute(hash: string): Route {
  const [place, tab, ...rest] = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decodeURIComponent);
  if (!isPlace(place)) return { place: "home", tab: "overview", rest: [] };
  const known: readonly Tab[] = tabs[place];
  const found = known.find((name) => name === tab);
  return found ? { place, tab: found, rest } : { place, tab: tabs[place][0], rest: [] };
}

/** The address of a route, for `href`. */
export function address(place: Place, tab?: Tab, ...rest: readonly (string | number)[]): string {
  return `#/${[place, tab ?? tabs[place][0], ...rest].map((part) => encodeURIComponent(part)).join("/")}`;
}

/** Goes to a place; back and forward of the browser lead through these. */
export function go(place: Place, tab?: Tab, ...rest: readonly (string | number)[]): void {
  window.location.hash = address(place, tab, ...rest);
}

let lastHash = "";
let lastRoute = parseRoute("");

function current(): Route {
  if (window.location.hash !== lastHash) {
    lastHash = window.location.hash;
    lastRoute = parseRoute(lastHash);
  }
  return lastRoute;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** The route of the window, as of now. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}
