import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildCommandLine } from "./built-command-line.ts";
import { random } from "./random.ts";

/*
 * The command line itself, killed in the middle of imports, changes of the passphrase, backups and restores of a real
 * vault. Afterwards the vault opens with the passphrase of before or after, every check of it is clean, and it holds
 * what it held before the command, or all that the command was to bring.
 */

const kills = 20;
/** Commands that were done before their kill do not count; so many may be tried in all. */
const mostTries = 10 * kills;
const rowsPerFile = 2_000;
const first = "wagtail lantern oyster nineteen";
const second = "cobalt harbour thimble forty-two";

interface Holding {
  readonly customers: number;
  readonly orders: number;
}

interface Ending {
  readonly done: boolean;
  readonly took: number;
}

/** One command line on one vault. */
class Shell {
  readonly program: string;
  readonly vault: string;
  passphrase = first;
  constructor(program: string, vault: string) {
    this.program = program;
    this.vault = vault;
  }

  words(command: readonly string[]): string[] {
    return [this.program, ...command, "--vault", this.vault, "--json"];
  }

  env(next = second): NodeJS.ProcessEnv {
    const passphrases = { KURABITO_PASSPHRASE: this.passphrase, KURABITO_NEW_PASSPHRASE: next };
    return { ...process.env, ...passphrases, LANG: "en_GB.UTF-8" };
  }

  run(...command: string[]) {
    return spawnSync(process.execPath, this.words(command), { env: this.env(), encoding: "utf8" });
  }

  /** Runs a command to its end; undefined when it refuses. */
  ask(...command: string[]): unknown {
    const { status, stdout } = this.run(...command);
    return status === 0 ? JSON.parse(stdout) : undefined;
  }

  /** Runs a command and kills it after so many milliseconds; answers whether it was done before that, and when. */
  async kill(command: readonly string[], next: string, after: number): Promise<Ending> {
    const started = performance.now();
    const child = spawn(process.execPath, this.words(command), { env: this.env(next), stdio: "ignore" });
    const timer = after === Infinity ? undefined : setTimeout(() => child.kill("SIGKILL"), after);
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    clearTimeout(timer);
    return { done: code === 0, took: performance.now() - started };
  }

  /** What the vault holds, with whichever of two passphrases opens it; throws when a check of it is not clean. */
  holding(other: string): Holding {
    const refusals: string[] = [];
    for (const passphrase of [this.passphrase, other]) {
      this.passphrase = passphrase;
      const { status, stdout, stderr } = this.run("vault", "info");
      if (status !== 0) {
        refusals.push(stderr);
        continue;
      }
      const info = JSON.parse(stdout) as Holding;
      const check = this.ask("vault", "check");
      expect(check).toMatchObject({
        damagedPages: 0,
        integrity: "ok",
        freshness: "ok",
        record: { intact: true },
      });
      return { customers: info.customers, orders: info.orders };
    }
    throw new Error(`the vault opens with neither passphrase: ${refusals.join(" ")}`);
  }
}

function writeOrders(path: string, file: number): void {
  const lines = ["Order ID,Email,Name,Order date,Total"];
  for (let i = 0; i < rowsPerFile; i++) {
    const person = `person${String(file)}-${String(i % 300)}`;
    lines.push(
      `O${String(file)}-${String(i)},${person}@example.com,${person},2026-0${String(1 + (i % 9))}-11,${String(100 + i)}`,
    );
  }
  writeFileSync(path, `${lines.join("\n")}\n`);
}

test(`${String(kills)} kills of the command line: the vault holds what it held before the command, or after it`, async () => {
  const folder = mkdtempSync(join(tmpdir(), "kurabito-commands-"));
  const chance = random(99);
  const counts = { done: 0, kept: 0, further: 0 };
  try {
    const shell = new Shell(await buildCommandLine("kill"), join(folder, "shop.kura"));
    expect(shell.ask("vault", "create")).toBeDefined();
    let holds = shell.holding(first);
    /** How long each kind of command took when last it was done, in milliseconds. */
    const lasted = new Map<string, number>();
    /** What was in the vault when each backup was made. */
    let backedUp: Holding[] = [holds];
    for (let n = 0; n < mostTries && counts.kept + counts.further < kills; n++) {
      const file = join(folder, "orders.csv");
      const other = shell.passphrase === first ? second : first;
      const [newest] = (shell.ask("vault", "backups") ?? []) as { readonly id: string }[];
      const way = chance.below(6);
      if (way < 3) writeOrders(file, n);
      const command =
        way < 3
          ? ["import", file]
          : way === 3
            ? ["vault", "passphrase"]
            : way === 4 || newest === undefined
              ? ["vault", "backup"]
              : ["vault", "restore", "--backup", newest.id];
      // The first of its kind is left to its end, and tells how long the next may be let run.
      const kind = command.slice(0, 2).join(" ");
      const after = (lasted.get(kind) ?? Infinity) * (0.5 + 0.6 * chance.next());
      const { done, took } = await shell.kill(command, other, after);
      if (done) lasted.set(kind, took);
      const now = shell.holding(other);
      const whole = { customers: holds.customers + 300, orders: holds.orders + rowsPerFile };
      const allowed =
        way < 3 ? (done ? [whole] : [holds, whole]) : way === 5 ? [holds, ...backedUp] : [holds];
      expect(allowed, `kill ${String(n)} of ${command.join(" ")}`).toContainEqual(now);
      if (done) counts.done++;
      else if (JSON.stringify(now) === JSON.stringify(holds)) counts.kept++;
      else counts.further++;
      backedUp = [...backedUp, holds, now];
      holds = now;
    }
    console.log("kills of commands:", JSON.stringify({ ...counts, ...holds }));
    expect(counts.kept + counts.further).toBe(kills);
    expect(holds.orders).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 1_200_000);
