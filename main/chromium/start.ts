import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defaultFolders } from "../hostservice/folders.ts";
import { diskFileSystem } from "../vaultfile/file-system.ts";
import { takeLock } from "../vaultfile/file-lock.ts";
import { ensureBrowser, waysToGetBrowser } from "./install-browser.ts";
import { launchChromiumHost, type ChromiumHost } from "./launch.ts";

let running: Promise<ChromiumHost> | undefined;

// Before anything else: until they are heard, these signals would end the process with its profile left behind.
process.on("SIGUSR2", () => void running?.then((host) => host.page.bringToFront()).catch(() => undefined));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    if (running === undefined) process.exit(1);
    void running.then((host) => host.close()).catch(() => undefined);
  });

/** The program `npm start` runs where Electron's binary is not there. Its exit code: 0 closed, 1 no window. */
process.exitCode = process.argv.includes("--find-browser") ? await prepareBrowser() : await main();

/** Only finds a browser, or installs one where that is allowed: what the tests need before they start. */
async function prepareBrowser(): Promise<number> {
  const executable = await ensureBrowser(say);
  say(executable ?? waysToGetBrowser);
  return executable === undefined ? 1 : 0;
}

async function main(): Promise<number> {
  const { vaults } = defaultFolders();
  await diskFileSystem.makeFolder(vaults);
  const instance = await takeLock(diskFileSystem, join(vaults, "window"));
  if (!instance.ok) return focusRunning(instance.error.pid);
  try {
    return await runWindow();
  } finally {
    await instance.value.release();
  }
}

async function runWindow(): Promise<number> {
  const executable = await ensureBrowser(say);
  if (executable === undefined) {
    say(waysToGetBrowser);
    return 1;
  }
  const distFolder = join(dirname(fileURLToPath(import.meta.url)), "..", "renderer");
  const headless = process.env["KURABITO_HEADLESS"] === "1";
  running = launchChromiumHost({ distFolder, headless, executable });
  const host = await running;
  say(`Kurabito is open${headless ? " without a window" : ""}. Close it, or press Ctrl+C here, to end.`);
  await host.closed;
  return 0;
}

/** One window a home: the second start brings the first to the front. */
function focusRunning(pid: number): number {
  if (pid > 0 && process.platform !== "win32") process.kill(pid, "SIGUSR2");
  say("Kurabito is already open.");
  return 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
