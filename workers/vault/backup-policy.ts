import type { BackupState } from "../terms/backup.ts";

/** Newest sound backups that always stay, and days of which one stays. */
export const KEPT_RECENT = 3;
export const KEPT_DAYS = 7;

/** Days after an erasure at whose end no backup holds the erased any more. */
export const ERASED_KEPT_DAYS = 30;

/** What the choice depends on. */
export interface JudgedBackup {
  readonly id: string;
  /** ISO date-time. */
  readonly at: string;
  readonly state: BackupState;
}

/**
 * The ids of the backups that may go, newest first: all but
 *
 * - the three newest sound ones, whatever they were made for;
 * - of each of the seven newest days that have a sound one, its first: the state before that day's work;
 * - every one that nobody has read back yet: it is checked, never dropped unread;
 * - what is not sound while fewer than three sound ones are newer: a damaged file put aside by a restore may be all
 *   that is left of something.
 *
 * Only sound ones count, so the last good backup can never be pushed out by newer ones that are not.
 * `dayOf` tells the user's calendar day of a time.
 */
export function backupsToDrop(
  backups: readonly JudgedBackup[],
  dayOf: (at: string) => string,
): readonly string[] {
  const newestFirst = [...backups].sort((a, b) => compare(b.at, a.at) || compare(b.id, a.id));
  const sound = newestFirst.filter(({ state }) => state === "sound");
  const kept = new Set([
    ...sound.slice(0, KEPT_RECENT),
    ...firstOfDays(sound, dayOf),
    ...newestFirst.filter(({ state }) => state === "unchecked"),
  ]);
  const third = sound[KEPT_RECENT - 1];
  return newestFirst
    .filter((backup) => !kept.has(backup))
    .filter(({ state, at }) => state === "sound" || (third !== undefined && third.at > at))
    .map(({ id }) => id);
}

/**
 * The ids of backups from before `erasedAt` (ISO), an erasure whose thirty days are over: they hold people who were erased. They go however
 * many they are, once a sound one from after it is there.
 */
export function backupsOfErased(
  backups: readonly JudgedBackup[],
  erasedAt: string | undefined,
): readonly string[] {
  if (erasedAt === undefined) return [];
  if (!backups.some(({ state, at }) => state === "sound" && at > erasedAt)) return [];
  return backups.filter(({ at }) => at <= erasedAt).map(({ id }) => id);
}

/** `sound` is newest first, so the last one seen of a day is the day's first. */
function firstOfDays(sound: readonly JudgedBackup[], dayOf: (at: string) => string): readonly JudgedBackup[] {
  const days = new Map<string, JudgedBackup>();
  for (const backup of sound) {
    const day = dayOf(backup.at);
    if (days.has(day) || days.size < KEPT_DAYS) days.set(day, backup);
  }
  return [...days.values()];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The calendar day of a time where this program runs: YYYY-MM-DD. */
export function localDay(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
