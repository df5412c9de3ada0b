import type { JobControl } from "../../../base/job.ts";

/** Multiplications between two looks whether to stop: a few milliseconds. */
const between = 1_000_000;

/**
 * What one judgement may cost, counted in multiplications and never by a clock: the same question gets the same answer on every
 * machine. Whoever spends is also asked whether the user wants to stop.
 */
export class Effort {
  spent = 0;
  readonly most: number;
  private next = between;
  private readonly check: () => void;
  private readonly whole: Effort | undefined;

  /** @param check throws to stop. */
  constructor(most = Infinity, check: () => void = () => undefined, whole?: Effort) {
    this.most = most;
    this.check = check;
    this.whole = whole;
  }

  get exhausted(): boolean {
    return this.spent >= this.most || this.whole?.exhausted === true;
  }

  /** A part of it with a bound of its own: what it spends is spent of the whole as well. */
  part(most: number): Effort {
    return new Effort(most, () => undefined, this);
  }

  spend(work: number): void {
    this.spent += work;
    this.whole?.spend(work);
    if (this.spent < this.next) return;
    this.next = this.spent + between;
    this.check();
  }

  /** Asks whether the user wants to stop where work goes on that costs a judgement nothing. */
  pause(): void {
    this.check();
    this.whole?.pause();
  }
}

/**
 * Effort without an end that asks a job whether to stop, and tells it in hundredths how much of `most` is spent: what judging may take in
 * all, which seldom is what it takes. Bounds are set by its parts.
 */
export function watchedEffort(job: JobControl, most: number): Effort {
  let told = -1;
  const effort: Effort = new Effort(Infinity, () => {
    job.check();
    const done = Math.min(100, Math.floor((100 * effort.spent) / most));
    if (done === told) return;
    told = done;
    job.progress({ phase: "judging", done, total: 100 });
  });
  return effort;
}
