import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const place = mkdtempSync(join(tmpdir(), "kurabito-egress-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** The end-to-end suite, with reports of its own so that the usual ones stay. */
const playwright = (...chosen: readonly string[]): readonly string[] => [
  process.execPath,
  join(root, "node_modules", "playwright", "cli.js"),
  "test",
  "--project=chromium",
  "--reporter=line",
  `--output=${join(place, "results")}`,
  ...chosen,
];

function run([command = "", ...args]: readonly string[]) {
  const env = { ...process.env, CI: "1" };
  const done = spawnSync(command, args, { cwd: root, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  return { status: done.status, said: `${done.stdout}${done.stderr}${done.error?.message ?? ""}` };
}

/** How many tests passed and failed, by the runner's last lines. */
function counts(said: string): { readonly passed: number; readonly failed: number } {
  const of = (word: string): number =>
    Number(new RegExp(`(\\d+) ${word}\\b`).exec(said.slice(-2000))?.[1] ?? 0);
  return { passed: of("passed"), failed: of("failed") };
}

function whyNoStrace(): string | undefined {
  if (process.platform !== "linux") return "strace is a tool of Linux";
  const works = (): boolean => run(["strace", "-o", join(place, "probe"), "true"]).status === 0;
  if (works()) return undefined;
  if (process.getuid?.() === 0) run(["apt-get", "install", "-y", "strace"]);
  return works() ? undefined : "strace is not here or may not trace";
}

/** Where Chromium looks whether there is a route for IPv6: it "connects" a datagram socket, asks for its own address and closes it. */
const ipv6Probe = '"2001:4860:4860::8888"';

/** What a trace says of internet addresses. `connect` on a datagram socket sends no packet: it looks a route up. */
function networkUse(log: string) {
  const lines = log.split("\n");
  const internet = lines.filter((line) => /\bconnect\(.*(inet_addr|inet_pton)/.test(line));
  const looked = internet.filter((line) => /\bconnect\(\d+<UDP/.test(line));
  return {
    calls: lines.length,
    connected: internet.filter((line) => !looked.includes(line)),
    sent: lines.filter(
      (line) =>
        /\bsend(to|msg|mmsg)\(\d+<(TCP|UDP|RAW)/.test(line) ||
        /\bsend(to|msg|mmsg)\(.*(inet_addr|inet_pton).*\)/.test(line.replace(/<NETLINK.*/, "")),
    ),
    looked,
  };
}

// The whole suite runs without a network wherever `npm test` can take it away; window-security.spec.ts makes sure of it.
describe("nothing leaves the machine", () => {
  const noStrace = whyNoStrace();
  if (noStrace !== undefined) process.stdout.write(`skipped: ${noStrace}\n`);
  test.skipIf(noStrace !== undefined)(
    "under strace, no process of a whole session connects or sends to an internet address",
    { timeout: 3_600_000 },
    () => {
      const log = join(place, "network.log");
      const traced = ["strace", "-f", "-qq", "-yy", "-e", "trace=network", "-o", log];
      const { status, said } = run([...traced, ...playwright("newcomer.spec.ts", "-g", "in Japanese")]);
      const { calls, connected, sent, looked } = networkUse(readFileSync(log, "utf8"));
      process.stdout.write(
        `under strace: ${calls} network calls of all processes, ${connected.length} connections and ${sent.length} sends to an internet address, ${looked.length} route look-ups that send nothing\n`,
      );
      expect(status, said.slice(-4000)).toBe(0);
      expect(counts(said).passed).toBeGreaterThan(8);
      expect(calls).toBeGreaterThan(1000);
      expect(connected).toEqual([]);
      expect(sent).toEqual([]);
      expect(looked.filter((line) => !line.includes(ipv6Probe))).toEqual([]);
    },
  );
});
