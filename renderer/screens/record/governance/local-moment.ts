/** A moment as the reader's clock shows it. */
interface LocalMoment {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** `HH:MM` */
  readonly time: string;
}

/** The day and the minute of a moment on the reader's clock. */
export function localMoment(moment: Date): LocalMoment {
  const two = (value: number): string => String(value).padStart(2, "0");
  return {
    day: `${String(moment.getFullYear())}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`,
    time: `${two(moment.getHours())}:${two(moment.getMinutes())}`,
  };
}

/** The moment of a day and a minute on the reader's clock, ISO in UTC; undefined where there is none such. Full-width digits are read, too. */
export function momentOf(day: string, time: string): string | undefined {
  const typed = /^([01]?\d|2[0-3]):([0-5]\d)$/u.exec(time.normalize("NFKC").trim());
  if (typed === null || !/^\d{4}-\d\d-\d\d$/u.test(day)) return undefined;
  const moment = new Date(`${day}T${(typed[1] ?? "").padStart(2, "0")}:${typed[2] ?? ""}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
