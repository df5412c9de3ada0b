import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { createVaultStore, type VaultStore } from "../../main/vaultfile/vault-store.ts";
import { random } from "./random.ts";
import { isAuthentic, openAsWorker, saveNumber, vouchesFor } from "./stand-in.ts";

/** What came of the kills. */
export interface KillReport {
  readonly kills: number;
  /** Saves that were answered for before a kill. */
  readonly acknowledged: number;
  /** Kills after which the vault was found one save further than was answered for. */
  readonly further: number;
  /** Kills that left a commit or save to be ended at the next opening. */
  readonly cutOff: number;
  readonly broken: readonly string[];
}

interface Progress {
  saved: number;
  failed: boolean;
  readonly backups: string[];
}

/** The child's program as one file that plain Node runs. */
async function bundleChild(folder: string): Promise<string> {
  const entry = fileURLToPath(new URL("kill-child.ts", import.meta.url));
  await build({
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folder,
      target: "node20",
      rolldownOptions: { output: { entryFileNames: "child.mjs" } },
    },
  });
  return join(folder, "child.mjs");
}

/** Kills a process that writes a vault, at times of chance, and opens the vault after each. */
export async function killOften(kills: number, seed: number): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), "kurabito-kill-"));
  const path = join(folder, "vaults", "shop.kura");
  const chance = random(seed);
  const total = { kills: 0, acknowledged: 0, further: 0, cutOff: 0, broken: [] as string[] };
  try {
    const program = await bundleChild(join(folder, "program"));
    let from = 0;
    for (let n = 0; n < kills; n++) {
      const progress = await runAndKill(program, path, n, 2 + chance.below(250));
      total.kills++;
      total.acknowledged += progress.saved - from;
      if (hasSideFiles(path)) total.cutOff++;
      const found = await judge(path, progress);
      if (typeof found === "string") {
        total.broken.push(`kill ${String(n + 1)}: ${found}`);
        break;
      }
      if (found > progress.saved) total.further++;
      from = found;
    }
    return total;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hasSideFiles(path: string): boolean {
  return readdirSync(dirname(path)).some((name) => /\.next$|-journal$|\.recovery$|\.new$/.test(name));
}

/** Runs the child until some time after its first words. */
async function runAndKill(program: string, path: string, seed: number, after: number): Promise<Progress> {
  const child = spawn(process.execPath, [program, path, String(seed)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => (text += piece));
  await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  await pause(after);
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
  const progress: Progress = { saved: 0, failed: false, backups: [] };
  for (const line of text.slice(0, text.lastIndexOf("\n") + 1).split("\n")) {
    const [word, rest = ""] = line.split(" ");
    if (word === "saved") progress.saved = Number(rest);
    else if (word === "backup") progress.backups.push(rest);
    else if (word === "failed") progress.failed = true;
  }
  return progress;
}

/** The number of the save the vault is found in, or what is wrong with it. */
async function judge(path: string, progress: Progress): Promise<number | string> {
  if (progress.failed) return "a write failed without a kill";
  const store = createVaultStore();
  try {
    const stored = await openAsWorker(store, path);
    if (stored === undefined) return progress.saved === 0 ? 0 : "the vault is gone";
    const manifest = stored.manifests.find((each) => vouchesFor(each, stored.bytes));
    if (manifest === undefined || !isAuthentic(stored.bytes)) return "the vault is damaged";
    const found = saveNumber(manifest);
    if (found !== progress.saved && found !== progress.saved + 1)
      return `save ${String(progress.saved)} was answered for, ${String(found)} is there`;
    return (await backupsWrong(store, path, progress.backups)) ?? found;
  } finally {
    await store.closeAll();
  }
}

async function backupsWrong(
  store: VaultStore,
  path: string,
  acknowledged: readonly string[],
): Promise<string | undefined> {
  const listed = await store.listBackups(path);
  const ids = listed.ok ? listed.value.map(({ id }) => id) : [];
  if (acknowledged.some((id) => !ids.includes(id))) return "a backup is lost";
  // All of them once more would take longer with each kill.
  for (const id of ids.slice(0, 3)) {
    const read = await store.readBackup(path, id);
    const whole = read.ok && read.value.manifests.some((each) => vouchesFor(each, read.value.bytes));
    if (!whole || !isAuthentic(read.value.bytes)) return "half a backup";
  }
  for (const id of ids.slice(10)) await store.dropBackup(path, id);
  return undefined;
}
