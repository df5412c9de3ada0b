import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a lock. Only what tells one run of a program from another; no user name. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When the process began, in the system's own count, or the empty string where it cannot be asked. */
  readonly started: string;
  /** This run of the system, or the host's name where there is no such id. */
  readonly boot: string;
}

/** The identity of the running process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, started: startOf(process.pid) ?? "", boot: bootId() };
}

/** Whether a process is there: `unknown` when it may be on another machine or only its number can be compared. */
export function presence(holder: ProcessIdentity): "alive" | "gone" | "unknown" {
  if (holder.boot !== bootId()) return "unknown";
  const started = startOf(holder.pid);
  if (holder.started !== "") return started === holder.started ? "alive" : "gone";
  return isRunning(holder.pid) ? "unknown" : "gone";
}

/** Whether a process of that number runs on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Field 22 of /proc/PID/stat (proc(5)): start time in clock ticks since boot. Linux only. */
function startOf(pid: number): string | undefined {
  const stat = readText(`/proc/${String(pid)}/stat`);
  // The command name in parentheses may hold spaces, so count from the last parenthesis: field 3 follows it.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields?.[19];
}

function bootId(): string {
  return readText("/proc/sys/kernel/random/boot_id")?.trim() ?? hostname();
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
