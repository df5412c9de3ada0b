import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type CDPSession } from "playwright/test";
import { openApp, type RunningApp } from "./fixture.ts";
import { button, goTo, importFile, lock, makeVault, passphrase } from "./support/desk.ts";

/** Twenty people who exist nowhere else; what their names share is looked for, one search for all of them. */
const mark = "hiwakanaria";
const canaries = Array.from({ length: 20 }, (_, index) => `${mark}${String(index).padStart(2, "0")}xq`);

/** A word as text, in hexadecimal of its UTF-8 and UTF-16, and in base64 at each of the three places it can begin. */
function formsOf(word: string): readonly string[] {
  const utf8 = Buffer.from(word);
  const utf16 = Buffer.from(word, "utf16le");
  const base64 = [0, 1, 2].flatMap((shift) =>
    [utf8, utf16].map((bytes) =>
      // The first and last letters depend on what stands beside the word.
      Buffer.concat([Buffer.alloc(shift), bytes])
        .toString("base64")
        .replace(/=+$/, "")
        .slice(4, -4),
    ),
  );
  return [word, utf8.toString("hex"), utf16.toString("hex"), ...base64];
}

/** How many of the words stand in a text in any of their forms. */
function found(text: string, words: readonly string[]): readonly string[] {
  return words.filter((word) => formsOf(word).some((form) => text.includes(form)));
}

/** The heap of whatever a session is attached to, after a collection, as V8 writes it. */
async function heapOf(session: Pick<CDPSession, "on" | "off" | "send">): Promise<string> {
  const parts: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }): void => {
    parts.push(chunk);
  };
  session.on("HeapProfiler.addHeapSnapshotChunk", take);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  session.off("HeapProfiler.addHeapSnapshotChunk", take);
  return parts.join("");
}

test.describe("what is left in memory", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  let folder: string;
  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kurabito-memory-"));
    app = await openApp();
    const rows = canaries.map(
      (mark, index) => `2026-03-01,K-${String(index)},C-${String(index)},${mark},${mark}@canary.example,1200`,
    );
    const path = join(folder, "orders.csv");
    writeFileSync(path, ["注文日,注文番号,顧客番号,氏名,メールアドレス,合計金額", ...rows, ""].join("\r\n"));
    await makeVault(app, app.home, "memory");
    await importFile(app, path);
  });
  test.afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the search finds a person in every form it looks for", () => {
    const bytes = [Buffer.from(`x${canaries[3] ?? ""}yz`), Buffer.from(`x${canaries[3] ?? ""}yz`, "utf16le")];
    for (const text of bytes.flatMap((form) => [form.toString("hex"), form.toString("base64")]))
      expect(found(text, [mark])).toEqual([mark]);
    expect(found("nobody", [mark])).toEqual([]);
  });

  test("five seconds after locking, no heap holds any of twenty people, nor the passphrase", async () => {
    // Two snapshots of a whole heap, written out over the pipe: slow on a busy machine.
    test.setTimeout(360_000);
    const { page } = app;
    await goTo(app, "data", "customers");
    await expect(page.getByText(/hiwakanaria\d\dxq/).first()).toBeVisible();
    const session = await page.context().newCDPSession(page);
    // The control: while the list is on the screen, the window's heap does hold people.
    const open = (await heapOf(session)).match(/hiwakanaria\d\dxq/g);
    expect(new Set(open).size).toBeGreaterThan(5);
    expect(page.workers().length).toBeGreaterThan(0);
    await session.detach();
    await lock(app);
    await page.waitForTimeout(5_000);
    const after = await page.context().newCDPSession(page);
    const heap = await heapOf(after);
    // It is a whole heap: the words of the window stand in it, by their keys.
    expect(heap.includes("passphraseAgain")).toBe(true);
    expect(found(heap, [mark, passphrase])).toEqual([]);
    // Workers have heaps of their own: none is left that could hold anything.
    expect(page.workers()).toEqual([]);
    const { targetInfos } = (await after.send("Target.getTargets")) as {
      targetInfos: readonly { readonly type: string }[];
    };
    expect(targetInfos.filter(({ type }) => /worker/.test(type))).toEqual([]);
    await expect(button(app, "welcome:unlock")).toBeVisible();
  });

  test("neither the host nor any process of the browser may write a core dump", () => {
    test.skip(process.platform !== "linux", "limits are read from /proc");
    const limits = [process.pid, ...descendants(process.pid)].flatMap((pid) => {
      const limit = coreLimit(pid);
      return limit === undefined ? [] : [limit];
    });
    expect(limits.length).toBeGreaterThan(3);
    expect([...new Set(limits)]).toEqual(["0"]);
  });

  test("a browser process that crashes leaves no dump anywhere of its profile", async () => {
    test.skip(process.platform !== "linux", "signals of a Unix");
    const renderer = descendants(process.pid).find((pid) => commandOf(pid).includes("--type=renderer"));
    expect(renderer).toBeDefined();
    process.kill(renderer ?? 0, "SIGSEGV");
    await expect.poll(() => commandOf(renderer ?? 0)).toBe("");
    const files = readdirSync(app.profile ?? folder, { recursive: true }).map(String);
    expect(files.filter((name) => /\.(dmp|core)$|(^|\/)core(\.\d+)?$/.test(name))).toEqual([]);
  });
});

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The process has ended meanwhile.
    return "";
  }
}

function commandOf(pid: number): string {
  return read(`/proc/${String(pid)}/cmdline`).replaceAll("\0", " ");
}

function coreLimit(pid: number): string | undefined {
  return /^Max core file size\s+(\S+)/m.exec(read(`/proc/${String(pid)}/limits`))?.[1];
}

/** The processes under a process, from /proc. */
function descendants(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc"))
    if (/^\d+$/.test(name)) {
      const parent = Number(/\) \S (\d+)/.exec(read(`/proc/${name}/stat`))?.[1] ?? 0);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    }
  const under = (one: number): readonly number[] =>
    (children.get(one) ?? []).flatMap((child) => [child, ...under(child)]);
  return under(pid);
}
