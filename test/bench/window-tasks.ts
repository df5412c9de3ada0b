import type { CDPSession } from "playwright";

/** The tasks of the window's own thread while something was done, in ms. */
export interface Tasks {
  /** The longest in processor time, which other programs stretch less. */
  readonly longest: number;
  /** Over 50 ms of processor time, and by the clock. */
  readonly over: number;
  readonly overByClock: number;
}

interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds by the clock, and of the processor. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** A task of the window longer than this is felt. */
const FELT_MS = 50;

/** Traces the tasks of the page's main thread while `work` is done. */
export async function tasksDuring(cdp: CDPSession, work: () => Promise<void>): Promise<Tasks> {
  const events: TraceEvent[] = [];
  const take = ({ value }: { readonly value: readonly object[] }): void => {
    for (const event of value) events.push(event as TraceEvent);
  };
  cdp.on("Tracing.dataCollected", take);
  await cdp.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      recordMode: "recordAsMuchAsPossible",
      includedCategories: ["disabled-by-default-devtools.timeline", "__metadata"],
      excludedCategories: ["*"],
    },
  });
  await work();
  const complete = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
  await cdp.send("Tracing.end");
  await complete;
  cdp.off("Tracing.dataCollected", take);
  return tasksOf(mainThread(events));
}

/** Tasks of the busiest main thread of a renderer: the page's. */
function mainThread(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const tasks = events.filter(({ ph, name }) => ph === "X" && name === "RunTask");
  const threads = events
    .filter(({ ph, name, args }) => ph === "M" && name === "thread_name" && args.name === "CrRendererMain")
    .map(({ pid, tid }) => tasks.filter((task) => task.pid === pid && task.tid === tid));
  return threads.reduce((most, thread) => (thread.length > most.length ? thread : most), []);
}

function tasksOf(tasks: readonly TraceEvent[]): Tasks {
  const processor = tasks.map(({ tdur = 0 }) => tdur / 1000);
  return {
    longest: Math.max(0, ...processor),
    over: processor.filter((ms) => ms > FELT_MS).length,
    overByClock: tasks.filter(({ dur = 0 }) => dur / 1000 > FELT_MS).length,
  };
}
