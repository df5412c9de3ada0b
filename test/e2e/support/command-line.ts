import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../../out/main/cli.js", import.meta.url));

/** What a command left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command line as a process of its own, in English. */
export function kurabito(typed: readonly string[], passphrase = ""): Promise<Ran> {
  const env = { ...process.env, KURABITO_PASSPHRASE: passphrase, LANG: "en_GB.UTF-8" };
  const child = spawn(process.execPath, [program, ...typed], { env, stdio: ["ignore", "pipe", "pipe"] });
  const text = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (part: string) => (text.out += part));
  child.stderr.setEncoding("utf8").on("data", (part: string) => (text.err += part));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code: code ?? -1, ...text });
    });
  });
}

/** The one JSON document of a command that was done. */
export async function kurabitoJson<T>(typed: readonly string[], passphrase = ""): Promise<T> {
  const { code, out, err } = await kurabito([...typed, "--json"], passphrase);
  if (code !== 0) throw new Error(`kurabito ${typed.join(" ")}: exit ${String(code)}: ${out}${err}`);
  return JSON.parse(out) as T;
}

/** Does something with a copy of a vault that a window may hold open. */
export async function withCopy<T>(vault: string, use: (copy: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "kurabito-copy-"));
  try {
    const copy = join(folder, "copy.kura");
    copyFileSync(vault, copy);
    copyFileSync(`${vault}.fresh`, `${copy}.fresh`);
    return await use(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
