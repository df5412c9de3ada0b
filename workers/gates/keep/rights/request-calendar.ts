import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { RequestEntry } from "../../../terms/rights.ts";
import type { Answer, Workspace } from "../../../workspace.ts";
import { handOut, outgoingStem } from "../../release/files/hand-out.ts";
import { dayOf } from "../last-activity.ts";
import { readRequests } from "./requests.ts";
import { rightsWords, type RightsWords } from "./words.ts";

/** A line of an iCalendar file holds at most 75 bytes (RFC 5545, 3.1). */
const LINE_BYTES = 75;

/**
 * Writes the deadlines of open requests as an iCalendar file: what to answer, by when and under which article, and nothing of whom it is
 * about. Faults: those of saving and of writing.
 */
export async function exportRequestCalendar(
  workspace: Workspace,
  { folder, language }: Input<"exportRequestCalendar">,
): Promise<Outcome<Answer<"exportRequestCalendar">>> {
  const now = workspace.now();
  const open = readRequests(workspace.vault.db, dayOf(now)).filter(({ outcome }) => outcome === undefined);
  const seed = workspace.vault.pseudonym("request-calendar").slice(0, 16);
  const text = calendarText(open, rightsWords(language), now, seed);
  const name = `${outgoingStem("deadlines", now)}.ics`;
  const written = await handOut(
    workspace,
    folder,
    [{ name, bytes: new TextEncoder().encode(text) }],
    [{ gate: "keep", action: "deadlines-exported", payload: { requests: open.length } }],
  );
  return written.ok ? ok({ deadlines: open.length, paths: written.value.paths }) : written;
}

/** An iCalendar object (RFC 5545) with one all-day event a request and a reminder three days ahead. `seed` tells one vault's events from another's. */
export function calendarText(
  requests: readonly RequestEntry[],
  words: RightsWords,
  now: Date,
  seed: string,
): string {
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/gu, "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Kurabito//Requests//EN",
    "CALSCALE:GREGORIAN",
    ...requests.flatMap((request) => eventLines(request, words, stamp, seed)),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

function eventLines(
  { id, kind, law, deadline, receivedOn }: RequestEntry,
  words: RightsWords,
  stamp: string,
  seed: string,
): readonly string[] {
  const summary = words.say("calendar.summary", { kind: words.say(`kind.${kind}`), id });
  const description = words.say(deadline.ownTarget ? "calendar.ownTarget" : "calendar.description", {
    law: words.say(`law.${law}`),
    article: deadline.article,
    received: receivedOn,
  });
  return [
    "BEGIN:VEVENT",
    `UID:request-${String(id)}-${seed}@kurabito`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${deadline.dueOn.replaceAll("-", "")}`,
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:-P3D",
    `DESCRIPTION:${escaped(summary)}`,
    "END:VALARM",
    "END:VEVENT",
  ];
}

/** TEXT of RFC 5545, 3.3.11. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll(";", "\\;")
    .replaceAll(",", "\\,")
    .replaceAll(/\r\n|\r|\n/gu, "\\n");
}

/** Folds a long line between characters, never inside one. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = "";
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).byteLength;
    if (bytes + size > LINE_BYTES) {
      out += "\r\n ";
      bytes = 1;
    }
    out += character;
    bytes += size;
  }
  return out;
}
