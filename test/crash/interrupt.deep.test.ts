import { spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import words from "../../workers/words/en/words.json";
import { buildCommandLine } from "./built-command-line.ts";
import { random } from "./random.ts";

/*
 * Ctrl+C at a real terminal (one of util-linux's `script`), pressed in the midst of long work on 50,000 people: the command ends as
 * interrupted, leaves no file, enters nothing and gives the vault back, and the same command is done afterwards.
 */

const people = 50_000;
const passphrase = "wagtail lantern oyster nineteen";
const env = { ...process.env, KURABITO_PASSPHRASE: passphrase, LANG: "en_GB.UTF-8" };
const chance = random(7);

let folder = "";
let program = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kurabito-interrupt-"));
  program = await buildCommandLine("interrupt");
  ask("vault", "create");
  ask("import", customers("customers.csv", 0, people));
  ask("segment", "create", "everybody", "--where", "orders>=1");
  // Beside a table that left, the next one has something to be judged by.
  ask("release", "aggregate", "--by", "prefecture,gender", "--out", join(folder, "first"));
  ask("import", customers("newcomers.csv", people, people + 3000));
}, 600_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A shop's customers with an order each, who agreed to e-mail. */
function customers(name: string, from: number, to: number): string {
  const lines = ["customer_id,email,prefecture,gender,order_id,order_date,order_total,email_consent"];
  for (let i = from; i < to; i++) {
    const gender = chance.below(2) === 0 ? "female" : "male";
    const total = 100 * (1 + chance.below(300));
    lines.push(
      `C${String(i)},c${String(i)}@example.com,${places[chance.below(places.length)]!},${gender},O${String(i)},2026-03-11,${String(total)},yes`,
    );
  }
  const path = join(folder, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const places = ["東京都", "大阪府", "京都府", "愛知県", "北海道", "福岡県", "宮城県", "広島県", "沖縄県"];

function typed(command: readonly string[]): string[] {
  return [program, ...command, "--vault", join(folder, "shop.kura"), "--json"];
}

/** Runs a command to its end and answers with its document. */
function ask(...command: readonly string[]): unknown {
  const done = spawnSync(process.execPath, typed(command), { env, encoding: "utf8", maxBuffer: 1e9 });
  expect(done.status, done.stderr).toBe(0);
  return JSON.parse(done.stdout);
}

/** Runs a command at a terminal and presses Ctrl+C once it shows a phase. */
async function interrupt(command: readonly string[], phase: string): Promise<number | null> {
  const line = ["exec", process.execPath, ...typed(command)].map((word) => `'${word}'`).join(" ");
  const terminal = spawn("script", ["-qec", line.replace("'exec'", "exec"), "/dev/null"], { env });
  let shown = "";
  let pressedAt: number | undefined;
  terminal.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    if (pressedAt !== undefined || !shown.includes(phase)) return;
    pressedAt = performance.now();
    terminal.stdin.write("\u0003");
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    terminal.once("error", reject).once("close", resolve);
  });
  expect(pressedAt, `"${phase}" was not shown: ${shown.slice(-400)}`).toBeDefined();
  console.log(`Ctrl+C at "${phase}": ended after ${(performance.now() - pressedAt!).toFixed(0)} ms`);
  return code;
}

test.each([
  ["a table is tabulated", "tabulating", ["aggregate", "--by", "prefecture,gender", "--guarded"]],
  ["a table is judged", "judging", ["aggregate", "--by", "prefecture,gender", "--guarded"]],
  [
    "a list is chosen",
    "choosing",
    ["consented", "--segment", "everybody", "--to", "mailchimp", "--purpose", "email_marketing"],
  ],
  [
    "a list is written",
    "writing",
    ["consented", "--segment", "everybody", "--to", "mailchimp", "--purpose", "email_marketing"],
  ],
] as const)("interrupted while %s", async (_, phase, command) => {
  const out = join(folder, phase);
  const release = ["release", ...command, "--out", out];
  const before = [ask("record", "list"), ask("release", "list")];
  expect(await interrupt(release, words.phase[phase])).toBe(130);
  expect(filesIn(out)).toEqual([]);
  expect([ask("record", "list"), ask("release", "list")]).toEqual(before);
  expect(ask("vault", "check")).toMatchObject({ damagedPages: 0, integrity: "ok", record: { intact: true } });
  ask(...release);
  expect(filesIn(out).length).toBeGreaterThan(1);
});

test("whoever reads a command's answer may stop reading: it goes on to its end", async () => {
  const command = spawn(process.execPath, typed(["people", "list", "--limit", "500"]), { env });
  let said = "";
  command.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  // The answer is longer than a pipe holds.
  command.stdout.once("data", () => command.stdout.destroy());
  const code = await new Promise<number | null>((resolve, reject) => {
    command.once("error", reject).once("close", resolve);
  });
  expect({ code, said }).toEqual({ code: 0, said: "" });
});

test.skipIf(!existsSync("/dev/full"))("an answer that cannot be written is said", () => {
  const full = openSync("/dev/full", "w");
  const done = spawnSync(process.execPath, typed(["vault", "info"]), {
    env,
    encoding: "utf8",
    stdio: ["ignore", full, "pipe"],
  });
  closeSync(full);
  expect(done).toMatchObject({ status: 1, stderr: expect.stringContaining("ENOSPC") as string });
});

/** Hidden ones among them. */
function filesIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
}
