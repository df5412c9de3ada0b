import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "playwright/test";
import { launchChromiumHost, type ChromiumHost } from "../../main/chromium/launch.ts";
import { cutOffVault } from "../crash/cut-off-vault.ts";
import { buildProbe } from "./probe/build.ts";

const outDir = fileURLToPath(new URL("../../out/probe", import.meta.url));

test.describe("the Chromium host", () => {
  test.describe.configure({ mode: "serial" });
  let home: string;
  let host: ChromiumHost;

  test.beforeAll(async () => {
    test.skip(test.info().project.name !== "chromium", "the pipe host is proved in its own project");
    home = mkdtempSync(join(tmpdir(), "kurabito-home-"));
    host = await launchChromiumHost({ distFolder: await buildProbe(outDir), home, headless: true });
    await host.page.waitForFunction(() => "probe" in window);
  });

  test.afterAll(async () => {
    if (test.info().project.name !== "chromium") return;
    await host.close();
    rmSync(home, { recursive: true, force: true });
  });

  test("is isolated, and runs WebAssembly in a worker inside a worker", async () => {
    expect(await host.page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    const findings = await host.page.evaluate(() => window.probe.worker());
    expect(findings).toEqual({
      isolated: true,
      sharedMemory: true,
      sqliteVersion: expect.stringMatching(/^3\.\d+\.\d+$/) as unknown,
    });
  });

  test("answers the contract, and refuses what is not in it", async () => {
    const info = await host.page.evaluate(() => window.probe.host.hostInfo({}));
    expect(info).toMatchObject({ ok: true, value: { kind: "chromium", vaultFolder: home } });
    const post = (path: string) =>
      host.page.evaluate(async (url) => (await fetch(url, { method: "POST", body: "noise" })).text(), path);
    expect(await post("/host/hostInfo")).toContain("bad-arguments");
    expect(await post("/host/constructor")).toContain("bad-arguments");
    expect(await host.page.evaluate(() => window.probe.host.openVault({ path: "/etc/passwd" }))).toEqual({
      ok: false,
      error: { code: "vault-missing" },
    });
  });

  for (const [label, size] of [
    ["of 12 KB, inline", 12_000],
    ["of 50 MB, handed over as a file", 50_000_000],
  ] as const)
    test(`saves and opens a vault ${label}`, async () => {
      const findings = await host.page.evaluate(async (length) => {
        const api = window.probe.host;
        const chosen = await api.chooseVault({ mode: "create", suggestedName: `probe ${String(length)}` });
        if (!chosen.ok || chosen.value === null) throw new Error("no path");
        const { path } = chosen.value;
        const bytes = new Uint8Array(length);
        for (let at = 0; at < length; at += 4_096) bytes[at] = (at * 31) & 255;
        bytes[length - 1] = 77;
        const reserved = await api.reserveVault({ path });
        const times: number[] = [performance.now()];
        const saves = [];
        for (let turn = 0; turn < 3; turn++) {
          bytes[1] = turn;
          const manifest = new Uint8Array([9, turn]);
          saves.push((await api.saveVault({ path, bytes, manifest })).ok);
          times.push(performance.now());
        }
        await api.closeVault({ path });
        const opened = await api.openVault({ path });
        times.push(performance.now());
        const same =
          opened.ok &&
          opened.value.bytes.byteLength === length &&
          opened.value.bytes.every((byte, at) => byte === bytes[at]);
        const made = await api.backUpVault({ path, reason: "asked" });
        const read = await api.readBackup({ path, id: made.ok ? made.value.id : "" });
        const backedUp = read.ok && read.value.bytes.every((byte, at) => byte === bytes[at]);
        const manifests = [opened, read].map(
          (each) => each.ok && each.value.manifests.map((one) => [...one]),
        );
        if (made.ok) await api.dropBackup({ path, id: made.value.id });
        await api.closeVault({ path });
        return {
          path,
          reserved: reserved.ok,
          saves,
          same,
          backedUp,
          manifests,
          times: times.map((t) => Math.round(t - (times[0] ?? 0))),
        };
      }, size);
      console.log(`${label}: ms after start ${findings.times.join(" ")} (three saves, one opening)`);
      expect(findings).toMatchObject({
        reserved: true,
        saves: [true, true, true],
        same: true,
        backedUp: true,
        manifests: [[[9, 2]], [[9, 2]]],
      });
      expect(readFileSync(findings.path).byteLength).toBe(size);
      expect(readdirSync(home).filter((name) => name.startsWith("."))).toEqual([]);
      expect(readdirSync(join(host.profile, "handover"))).toEqual([]);
    });

  test("a commit that was cut off reaches the window with its journal, and is settled from there", async () => {
    const { path, before, journal } = await cutOffVault(join(home, "cut off.kura"));
    const findings = await host.page.evaluate(async () => {
      const api = window.probe.host;
      const listed = await api.listVaults({});
      const found = (listed.ok ? listed.value : []).find(({ name }) => name === "cut off")?.path ?? "";
      const opened = await api.openVault({ path: found });
      const settled = await api.settleVault({ path: found, rollBack: true });
      const again = await api.openVault({ path: found });
      await api.closeVault({ path: found });
      return {
        manifests: opened.ok && opened.value.manifests.map((one) => [...one]),
        recovery: opened.ok && [...(opened.value.recovery ?? [])].slice(0, 40),
        settled: settled.ok,
        left: again.ok && [again.value.manifests.length, again.value.recovery === undefined],
      };
    });
    expect(findings).toEqual({
      manifests: [[1], [2]],
      recovery: [...journal.subarray(0, 40)],
      settled: true,
      left: [1, true],
    });
    expect(Buffer.compare(readFileSync(path), before)).toBe(0);
  });

  test("many large saves in a row ask nobody for permission to download", async () => {
    const saved = await host.page.evaluate(async () => {
      const api = window.probe.host;
      const chosen = await api.chooseVault({ mode: "create", suggestedName: "many" });
      if (!chosen.ok || chosen.value === null) throw new Error("no path");
      const { path } = chosen.value;
      await api.reserveVault({ path });
      let count = 0;
      for (let turn = 0; turn < 15; turn++)
        if (
          (
            await api.saveVault({
              path,
              bytes: new Uint8Array(300_000).fill(turn),
              manifest: new Uint8Array(0),
            })
          ).ok
        )
          count++;
      await api.closeVault({ path });
      return count;
    });
    expect(saved).toBe(15);
  });

  test("a released file of 1 MB arrives whole", async () => {
    const released = await host.page.evaluate(async () => {
      const api = window.probe.host;
      const folder = await api.chooseReleaseFolder({});
      if (!folder.ok || folder.value === null) throw new Error("no folder");
      const files = [
        { name: "segment.csv", bytes: new Uint8Array(1_000_000).fill(65) },
        { name: "segment.manifest.json", bytes: new TextEncoder().encode("{}") },
      ];
      const staged = await api.stageRelease({ folder: folder.value.path, files });
      return staged.ok ? await api.publishRelease({ token: staged.value.token }) : staged;
    });
    const folder = join(home, "Released");
    expect(released).toEqual({
      ok: true,
      value: { paths: [join(folder, "segment.csv"), join(folder, "segment.manifest.json")] },
    });
    expect(readFileSync(join(folder, "segment.csv"), "latin1")).toBe("A".repeat(1_000_000));
    expect(readdirSync(folder)).toHaveLength(2);
  });

  test("a vault that another program changed is not overwritten", async () => {
    const call = (name: "openVault" | "saveVault") =>
      host.page.evaluate(async (method) => {
        const list = await window.probe.host.listVaults({});
        const path = (list.ok ? list.value : []).find((entry) => entry.name === "many")?.path ?? "";
        return method === "openVault"
          ? (await window.probe.host.openVault({ path })).ok
          : await window.probe.host.saveVault({
              path,
              bytes: new Uint8Array(10),
              manifest: new Uint8Array(0),
            });
      }, name);
    expect(await call("openVault")).toBe(true);
    writeFileSync(join(home, "many.kura"), "by another program");
    expect(await call("saveVault")).toEqual({ ok: false, error: { code: "vault-changed-outside" } });
    expect(readFileSync(join(home, "many.kura"), "utf8")).toBe("by another program");
  });

  test("whatever wants to leave is stopped and counted, and nothing was sent", async () => {
    const before = host.networkCount();
    const findings = await host.page.evaluate(async () => {
      const attempts = {
        fetched: await fetch("https://example.com/").then(
          () => "reached",
          () => "stopped",
        ),
        socket: await new Promise<string>((resolve) => {
          try {
            const socket = new WebSocket("wss://example.com/");
            socket.onopen = () => {
              resolve("reached");
            };
            socket.onerror = socket.onclose = () => {
              resolve("stopped");
            };
          } catch {
            resolve("stopped");
          }
        }),
        opened: window.open("https://example.com/") === null ? "stopped" : "opened, to be closed",
      };
      window.location.href = "https://example.com/?next=https://kurabito.invalid/";
      await new Promise((resolve) => setTimeout(resolve, 300));
      return attempts;
    });
    expect(findings.fetched).toBe("stopped");
    expect(findings.socket).toBe("stopped");
    await expect.poll(() => host.context.pages().length).toBe(1);
    expect(host.page.url()).toBe("https://kurabito.invalid/");
    expect(host.networkCount().sent).toBe(0);
    expect(host.networkCount().refused).toBeGreaterThan(before.refused);
  });

  test("no port listens for it, and its profile is gone after closing", async () => {
    test.skip(process.platform !== "linux", "reads /proc");
    expect(listeningPortsOf(host.profile)).toEqual([]);
    await host.close();
    // A process that outlived the profile could write it anew.
    expect(processesOf(host.profile)).toEqual([]);
    expect(existsSync(host.profile)).toBe(false);
  });
});

/** The TCP ports on which the processes that were started with this profile, and their children, listen. */
function listeningPortsOf(profile: string): string[] {
  const browser = processesOf(profile);
  expect(browser.length).toBeGreaterThan(0);
  const family = [...browser, ...everyProcess().filter((pid) => browser.includes(parentOf(pid)))];
  const sockets = new Set(family.flatMap(socketsOf));
  return ["/proc/net/tcp", "/proc/net/tcp6"]
    .flatMap((table) => textOf(table).split("\n").slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === "0A" && sockets.has(fields[9] ?? ""))
    .map((fields) => fields[1] ?? "");
}

const everyProcess = (): string[] => readdirSync("/proc").filter((name) => /^\d+$/.test(name));

/** The processes that were started with this profile. */
const processesOf = (profile: string): string[] =>
  everyProcess().filter((pid) => textOf(`/proc/${pid}/cmdline`).includes(profile));

function socketsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

function parentOf(pid: string): string {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? "";
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
