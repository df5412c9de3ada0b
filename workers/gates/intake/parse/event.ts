import type { EventKind } from "../../../terms/entries.ts";
import { findPersonal } from "../recognise/find-personal.ts";
import { displayText } from "./person.ts";

const kinds: readonly (readonly [EventKind, RegExp])[] = [
  ["login", /log[-_ ]?(?:in|on)|sign[-_ ]?in|ログイン|サインイン/iu],
  ["app", /^app[-_ ]|first[-_ ]open|screen[-_ ]?view|アプリ|起動/iu],
  ["visit", /page|visit|session|view|閲覧|訪問|表示|アクセス|来訪/iu],
];

/** What sort of thing happened, by the name a tool gives it; without a name a page was seen. */
export function eventKind(name: string): EventKind {
  return name === "" ? "visit" : (kinds.find(([, pattern]) => pattern.test(name))?.[0] ?? "other");
}

/**
 * The path of a page or the name of a screen, and nothing that may tell of a person: no host, no query, no fragment; addresses,
 * numbers and names inside it are masked.
 */
export function pagePath(text: string): string {
  const path = displayText(text)
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/iu, "")
    .replace(/[?#].*$/su, "");
  return maskPersonal(path.slice(0, 500)).text || "/";
}

/** A text in which every recognised piece of personal data is replaced by its kind in brackets, and how many there were. */
export function maskPersonal(text: string): { readonly text: string; readonly masked: number } {
  const spans = findPersonal(text);
  let out = "";
  let at = 0;
  for (const { kind, from, to } of spans) {
    out += `${text.slice(at, from)}[${kind}]`;
    at = to;
  }
  return { text: out + text.slice(at), masked: spans.length };
}
