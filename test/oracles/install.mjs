// Installs the independent implementations that tests and benchmarks compare with: node test/oracles/install.mjs
// Never fails a run: what cannot be had here is named with the reason, and the tests that need it say that they skip.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const stamp = `${folder}node_modules/.installed`;
const lock = readFileSync(`${folder}package-lock.json`, "utf8");
const windows = process.platform === "win32";

/** Runs a program quietly; undefined when it ended well, else the last line it said. */
function failure(command, args, timeout = 300_000) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const done = spawnSync(command, args, { encoding: "utf8", env, timeout, shell: windows });
  if (done.status === 0) return undefined;
  const said = `${done.stdout ?? ""}\n${done.stderr ?? ""}\n${done.error?.message ?? ""}`.trim().split("\n");
  return said.at(-1) || `ended with ${done.status ?? done.signal}`;
}

/** Whether a package of this folder is there and loads. */
function loads(name) {
  try {
    createRequire(`${folder}package.json`)(name);
    return true;
  } catch {
    return false;
  }
}

function installPackages() {
  const names = ["better-sqlite3-multiple-ciphers", "@duckdb/node-api", "papaparse"];
  const current = existsSync(stamp) && readFileSync(stamp, "utf8") === lock;
  if (current && names.every(loads)) return say("packages", undefined);
  const why = failure("npm", ["ci", "--prefix", folder, "--no-audit", "--no-fund"]);
  // An npm that holds scripts back leaves the native part unbuilt: these are named one by one, and no other.
  if (!loads(names[0])) failure("npm", ["rebuild", "--prefix", folder, "--ignore-scripts=false", names[0]]);
  for (const name of names) say(name, loads(name) ? undefined : (why ?? "it does not load on this machine"));
  if (why === undefined && names.every(loads)) writeFileSync(stamp, lock);
}

function installDebian() {
  const missing = [];
  if (failure("python3", ["-c", "import scipy"], 60_000)) missing.push("python3-scipy");
  if (failure("sqlite3", ["--version"], 10_000)) missing.push("sqlite3");
  if (missing.length === 0) return say("SciPy and the sqlite3 shell", undefined);
  const reason = debianReason();
  if (reason !== undefined) return say(missing.join(", "), reason);
  const install = () => failure("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...missing]);
  let why = install();
  if (why !== undefined) why = failure("apt-get", ["update", "-q"]) ?? install();
  say(missing.join(", "), why);
}

/** Why packages of the system cannot be installed here. */
function debianReason() {
  if (!existsSync("/etc/debian_version")) return "installed by hand outside Debian";
  return process.getuid?.() === 0 ? undefined : "only root installs packages of the system";
}

function say(what, why) {
  console.log(why === undefined ? `${what}: there` : `${what}: not there (${why})`);
}

installPackages();
installDebian();
