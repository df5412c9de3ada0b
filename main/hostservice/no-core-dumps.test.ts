import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const linux = process.platform === "linux" && spawnSync("prlimit", ["--version"]).status === 0;
const source = fileURLToPath(new URL("no-core-dumps.ts", import.meta.url));

/** A child that may dump core, runs some script with the function at hand, and its standard output. */
function child(folder: string, script: string): { readonly out: string; readonly signal: string | null } {
  // Node 20 reads no TypeScript: the file has types in one place only, and those are taken out.
  const load = `
    const { readFileSync } = await import("node:fs");
    const { spawnSync } = await import("node:child_process");
    const text = readFileSync(${JSON.stringify(source)}, "utf8").replace(/^import .*$/gm, "")
      .replaceAll(": boolean", "").replaceAll("export ", "");
    const forbidCoreDumps = new Function("spawnSync", "readFileSync", text + ";return forbidCoreDumps")(spawnSync, readFileSync);
    ${script}`;
  const args = ["--core=unlimited:unlimited", process.execPath, "--input-type=module", "-e", load];
  const ran = spawnSync("prlimit", args, { cwd: folder, encoding: "utf8" });
  return { out: ran.stdout, signal: ran.signal };
}

describe.runIf(linux)("core dumps", () => {
  test("are forbidden to the process and to what it starts, and a crash leaves no file", () => {
    const folder = mkdtempSync(join(tmpdir(), "kurabito-core-"));
    try {
      const limits = `readFileSync("/proc/self/limits", "utf8").match(/^Max core file size.*$/m)[0]`;
      const shown = child(
        folder,
        `console.log(${limits}, forbidCoreDumps(), ${limits},
           spawnSync("/bin/sh", ["-c", "ulimit -Hc; ulimit -Sc"]).stdout.toString())`,
      );
      expect(shown.out).toMatch(/size +unlimited +unlimited .* true Max core file size +0 +0 [^]*0\n0/);
      const crashed = child(
        folder,
        `forbidCoreDumps(); process.kill(process.pid, "SIGSEGV"); setInterval(() => {}, 100)`,
      );
      expect(crashed.signal).toBe("SIGSEGV");
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
