const SECONDS_A_DAY = 86_400;

/** Openings so soon after the sending may be of a machine that loads pictures before anybody looks. */
export const MACHINE_SECONDS = 10;

/** Hour of the day, 0 to 23, of a moment on the clock of the wall. */
export function hourOf(at: number): number {
  return Math.floor((((at % SECONDS_A_DAY) + SECONDS_A_DAY) % SECONDS_A_DAY) / 3600);
}

/** Epoch day of a moment. */
export function dayOf(at: number): number {
  return Math.floor(at / SECONDS_A_DAY);
}

/** Day of the week of a moment: 0 is Sunday. Epoch day 0 was a Thursday. */
export function weekdayOf(at: number): number {
  return (((dayOf(at) + 4) % 7) + 7) % 7;
}
