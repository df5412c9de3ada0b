// `npm start`: builds when needed, then opens the window in the best host this machine has.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ensureBuilt } from "./build.mjs";
import { electronFolder, installedElectron } from "./electron-binary.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const installTimeoutMs = 60_000;
const say = (line) => {
  console.log(line);
};

process.exitCode = await start(process.argv.includes("--headless"));

/** Opens the window, or runs the sample tour where no window can be; answers the exit code. */
async function start(headless) {
  await ensureBuilt(say);
  if (!headless && !hasDisplay()) return tour();
  if (headless) process.env["KURABITO_HEADLESS"] = "1";
  const electron = process.env["KURABITO_HOST"] === "chromium" ? undefined : electronBinary();
  return electron === undefined
    ? run(process.execPath, [join(root, "out", "main", "chromium.js")])
    : run(electron, [root, ...electronSwitches()]);
}

function hasDisplay() {
  if (process.platform !== "linux") return true;
  return Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}

/** Without a display: the main job on the sample shop, its results in a folder. */
async function tour() {
  const script = join(root, "out", "main", "tour.js");
  if (!existsSync(script)) {
    say("There is no display here. Set DISPLAY, or use the command line: npx kurabito --help");
    return 1;
  }
  say("There is no display here: running the sample tour without a window.");
  await import(pathToFileURL(script).href);
  return process.exitCode ?? 0;
}

/** Electron's binary, fetched once when it is not there; undefined where it cannot be had. */
function electronBinary() {
  const found = installedElectron();
  const folder = electronFolder();
  if (found !== undefined || folder === undefined) return found;
  say("Fetching Electron once (KURABITO_HOST=chromium skips this) ...");
  const installer = join(folder, "install.js");
  spawnSync(process.execPath, [installer], {
    stdio: "ignore",
    timeout: installTimeoutMs,
    killSignal: "SIGKILL",
  });
  return installedElectron();
}

/** Chromium refuses to run sandboxed as root; nobody else runs without the sandbox. */
function electronSwitches() {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

/** Runs the host with core dumps off; Ctrl+C reaches it, and this process waits until it has cleaned up. */
function run(program, args) {
  const [command, argv] =
    process.platform === "win32"
      ? [program, args]
      : ["/bin/sh", ["-c", 'ulimit -c 0 2>/dev/null; exec "$@"', "sh", program, ...args]];
  const child = spawn(command, argv, { stdio: "inherit", cwd: root });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", () => {
      say("The window's host could not be started.");
      resolve(1);
    });
    child.once("exit", (code) => {
      resolve(code ?? 1);
    });
  });
}
