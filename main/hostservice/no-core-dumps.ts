import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Sets this process's limit for core dumps to zero, and so that of every process it starts: what lies in memory
 * (keys, customers) must not be written to the disk when something crashes. Node has no such call, so on Linux
 * util-linux's prlimit makes it; the start script sets the same limit through the shell on every Unix.
 *
 * @returns whether the limit is known to be zero now.
 */
export function forbidCoreDumps(): boolean {
  if (process.platform !== "linux") return false;
  if (coreLimitIsZero()) return true;
  spawnSync("prlimit", ["--pid", String(process.pid), "--core=0:0"], { stdio: "ignore" });
  return coreLimitIsZero();
}

/** Whether a Linux process may not write a core dump: soft limit and hard limit, from /proc. */
function coreLimitIsZero(): boolean {
  try {
    return /^Max core file size\s+0\s+0\s/m.test(readFileSync("/proc/self/limits", "utf8"));
  } catch {
    return false;
  }
}
