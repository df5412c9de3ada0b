// Builds the program when what is built is missing or older than its sources. Plain Node: it runs before any build.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "out", ".built");
const lock = join(root, "node_modules", ".cache", "kurabito-build.lock");
const sources = [
  "main",
  "renderer",
  "workers",
  "electron.vite.config.ts",
  "package.json",
  "package-lock.json",
];

/** When the newest source changed, in ms; tests do not count, for they are not built. */
function newestSource(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newestSource(join(path, name))));
}

/** Whether the built program is that of the sources. */
function isBuilt() {
  if (!existsSync(stamp)) return false;
  const builtAt = Number(readFileSync(stamp, "utf8"));
  return sources.every((name) => newestSource(join(root, name)) <= builtAt);
}

/** Takes the build lock, waiting for another build to end; a lock whose process is gone is taken over. */
async function takeBuildLock() {
  mkdirSync(join(lock, ".."), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    if (!holderRuns()) rmSync(lock, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function holderRuns() {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/**
 * Makes sure that out/ holds the program of the sources. A shipped program has no sources and is built.
 *
 * @param say receives one line when a build begins.
 * @throws Error with the builder's output when the build fails.
 */
export async function ensureBuilt(say) {
  if (!existsSync(join(root, "electron.vite.config.ts")) || isBuilt()) return;
  await takeBuildLock();
  try {
    if (isBuilt()) return;
    say("Building Kurabito (first start, or the sources changed) ...");
    const startedAt = Date.now();
    const builder = join(root, "node_modules", "electron-vite", "bin", "electron-vite.js");
    const built = spawnSync(process.execPath, [builder, "build", "--logLevel", "warn"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    if (built.status !== 0) throw new Error(`the build failed\n${built.stdout}${built.stderr}`);
    // The time before the build: a source changed while it ran makes the next start build again.
    writeFileSync(stamp, String(startedAt));
  } finally {
    rmSync(lock, { force: true });
  }
}
