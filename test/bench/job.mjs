import { spawnSync } from "node:child_process";

/**
 * Runs one job in a process of its own, its numeric libraries on one thread, and answers the JSON document it prints;
 * `{ skipped: reason }` when what it needs is not installed.
 */
export function askJob(program, args) {
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const done = spawnSync(program === "node" ? process.execPath : program, args, {
    encoding: "utf8",
    env,
    maxBuffer: 1 << 26,
  });
  if (done.error?.code === "ENOENT") return { skipped: `${program} is not installed` };
  if (done.status === 0) {
    const answer = JSON.parse(done.stdout);
    return answer ?? { skipped: "no browser is installed" };
  }
  const missing = /Cannot find (?:package|module) '([^'/.][^']*)'|No module named '([^']+)'/.exec(
    done.stderr,
  );
  if (missing)
    return { skipped: `${missing[1] ?? missing[2]} is not installed: node test/oracles/install.mjs` };
  throw new Error(`${args.slice(0, 3).join(" ")} failed\n${done.stderr}`);
}
