import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, type Response } from "playwright/test";
import { contentSecurityPolicy, securityHeaders } from "../../main/bundle/headers.ts";
import { openApp, type RunningApp } from "./fixture.ts";
import { button, goTo, importFile, lock, makeVault, passphrase, saved } from "./support/desk.ts";
import { filesHolding } from "./support/search.ts";

const built = fileURLToPath(new URL("../../out/renderer", import.meta.url));

/** Fifty people who exist nowhere else, so that finding one outside the vault means a leak. */
const canaries = Array.from({ length: 50 }, (_, index) => {
  const mark = `kanaria${String(index).padStart(2, "0")}xq`;
  return { name: `${mark} 鶸野`, email: `${mark}@canary.example` };
});

/** The words a marketer chooses are nobody else's business either. */
const segment = "kanaria 区分 xq";

function canaryFile(folder: string): string {
  const rows = canaries.map(({ name, email }, index) =>
    [
      "2026-03-0" + String((index % 9) + 1),
      `K-${String(index)}`,
      `C-${String(index)}`,
      name,
      email,
      "1200",
    ].join(","),
  );
  const path = join(folder, "orders.csv");
  writeFileSync(path, ["注文日,注文番号,顧客番号,氏名,メールアドレス,合計金額", ...rows, ""].join("\r\n"));
  return path;
}

/** What becomes of a connection to an address that stands in documents alone (RFC 5737). */
function reachOut(): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: "192.0.2.1", port: 443, timeout: 5_000 });
    const end = (what: string) => {
      socket.destroy();
      resolve(what);
    };
    socket.once("connect", () => end("connected"));
    socket.once("timeout", () => end("on its way"));
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

test("where it can be, the suite itself is cut off from every network", async () => {
  test.skip(process.env["KURABITO_NETWORK"] !== "none", "started with a network");
  expect(await reachOut()).toBe("ENETUNREACH");
});

test.describe("what the window can reach", () => {
  test.describe.configure({ mode: "serial" });
  let app: RunningApp;
  /** Everything temporary of this run lies in here, so that all of it can be searched. */
  let temporary: string;
  let outside: string;
  const usual = process.env["TMPDIR"];

  test.beforeAll(async () => {
    outside = mkdtempSync(join(tmpdir(), "kurabito-input-"));
    temporary = mkdtempSync(join(tmpdir(), "kurabito-tmp-"));
    process.env["TMPDIR"] = temporary;
    const home = join(temporary, "home");
    mkdirSync(home);
    app = await openApp({ home });
  });

  test.afterAll(async () => {
    await app.close();
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
    for (const folder of [temporary, outside]) rmSync(folder, { recursive: true, force: true });
  });

  test("every file of the program carries the headers, its workers' scripts too", async () => {
    const files = readdirSync(built, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(built.length).replaceAll("\\", "/"));
    expect(files.filter((path) => path.includes("worker")).length).toBeGreaterThanOrEqual(2);
    const wrong = await app.page.evaluate(
      async ({ paths, headers }) => {
        const found: string[] = [];
        for (const path of ["/", "/no-such-file", ...paths]) {
          const answer = await fetch(path);
          await answer.arrayBuffer();
          for (const [name, value] of Object.entries(headers))
            if (answer.headers.get(name) !== value) found.push(`${path}: ${name}`);
        }
        return found;
      },
      { paths: files, headers: securityHeaders },
    );
    expect(wrong).toEqual([]);
  });

  test("every response the window saw carries the policy, over a reload and an unlocked vault", async () => {
    const seen: Response[] = [];
    app.page.on("response", (response) => seen.push(response));
    await app.page.reload();
    await makeVault(app, app.home, "canary");
    const without = seen.filter(
      (response) => response.headers()["content-security-policy"] !== contentSecurityPolicy,
    );
    expect(without.map((response) => response.url()).filter((url) => !url.startsWith("blob:"))).toEqual([]);
    expect(seen.length).toBeGreaterThan(5);
    expect(app.page.workers().length).toBeGreaterThan(0);
  });

  test("the window and its worker are isolated, and know neither Node nor a shell", async () => {
    const look = () => ({
      isolated: globalThis.crossOriginIsolated,
      shared: typeof SharedArrayBuffer,
      node: ["require", "process", "module", "Buffer", "global", "electron"].filter(
        (name) => name in globalThis,
      ),
    });
    const alone = { isolated: true, shared: "function", node: [] };
    expect(await app.page.evaluate(look)).toEqual(alone);
    for (const worker of app.page.workers()) expect(await worker.evaluate(look)).toEqual(alone);
  });

  test("script that is not the program's own does not run", async () => {
    const ran = await app.page.evaluate(async () => {
      const found: string[] = [];
      const inline = document.createElement("script");
      inline.textContent = "globalThis.inlineRan = true";
      document.head.append(inline);
      if ("inlineRan" in globalThis) found.push("inline script");
      const holder = document.createElement("div");
      holder.innerHTML = '<img src="data:," onerror="globalThis.handlerRan = true">';
      document.body.append(holder);
      const blob = URL.createObjectURL(new Blob(["postMessage('ran')"], { type: "text/javascript" }));
      await new Promise<void>((resolve) => {
        try {
          const worker = new Worker(blob);
          worker.onmessage = () => {
            found.push("blob worker");
            resolve();
          };
          worker.onerror = () => {
            resolve();
          };
        } catch {
          resolve();
        }
      });
      if ("handlerRan" in globalThis) found.push("inline handler");
      const frame = document.createElement("iframe");
      frame.srcdoc = "<script>parent.frameRan = true</script>";
      document.body.append(frame);
      await new Promise((resolve) => setTimeout(resolve, 100));
      if ("frameRan" in globalThis) found.push("frame");
      for (const element of [inline, holder, frame]) element.remove();
      return found;
    });
    expect(ran).toEqual([]);
  });

  test("whatever wants to leave is refused and counted, and nothing was sent", async () => {
    const before = await app.networkCount();
    const address = app.page.url();
    const attempts = await app.page.evaluate(async () => {
      const refusedBy = async (call: () => unknown): Promise<string> => {
        try {
          await call();
          return "reached";
        } catch {
          return "refused";
        }
      };
      const image = new Promise<string>((resolve) => {
        const picture = new Image();
        picture.onload = () => {
          resolve("reached");
        };
        picture.onerror = () => {
          resolve("refused");
        };
        picture.src = "https://example.invalid/pixel.png";
      });
      return {
        fetched: await refusedBy(() => fetch("https://example.invalid")),
        insecure: await refusedBy(() => fetch("http://127.0.0.1:1/")),
        posted: await refusedBy(() =>
          fetch("https://example.invalid/x", { method: "POST", mode: "no-cors", body: "x" }),
        ),
        imported: await refusedBy(() => import(["https://example.invalid", "x.js"].join("/"))),
        image: await image,
        opened: window.open("https://example.invalid/") === null ? "refused" : "opened, to be closed",
      };
    });
    expect({ ...attempts, opened: "" }).toEqual({
      fetched: "refused",
      insecure: "refused",
      posted: "refused",
      imported: "refused",
      image: "refused",
      opened: "",
    });
    await app.page.evaluate(() => {
      window.location.href = "https://example.invalid/elsewhere";
    });
    await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
    await expect.poll(() => app.page.context().pages().length).toBe(1);
    expect(app.page.url()).toBe(address);
    const after = await app.networkCount();
    expect(after.sent).toBe(0);
    expect(after.refused).toBeGreaterThan(before.refused);
  });

  test("what the host counted is what the status bar says", async () => {
    await expect(app.page.locator(".statusbar")).toContainText(app.t("shell:left", { sent: 0, released: 0 }));
  });

  test("fifty people brought in, put into a segment, released as totals and locked away are found nowhere but in the ciphertext", async () => {
    const { page, t } = app;
    await importFile(app, canaryFile(outside));
    await saved(app);
    await page.getByRole("link", { name: t("import:seeCustomers") }).click();
    await expect(page.getByText(/kanaria\d\dxq/).first()).toBeVisible();
    await goTo(app, "audience", "builder");
    await page.getByLabel(t("builder:name")).fill(segment);
    await button(app, "builder:save").click();
    await expect(page.getByRole("row").filter({ hasText: segment })).toBeVisible();
    await goTo(app, "release", "aggregate");
    await button(app, "aggregate:release").click();
    await expect(page.getByText(t("left:doneTitle"), { exact: true })).toBeVisible();
    await saved(app);
    const released = readdirSync(join(app.home, "Released"));
    expect(released.length).toBe(3);
    await lock(app);
    const words = [...canaries.flatMap(({ name, email }) => [name, email]), passphrase, segment];
    const first = Buffer.from(`x${canaries[0]?.email ?? ""}xx`);
    for (const form of ["base64", "hex"] as const) writeFileSync(join(outside, form), first.toString(form));
    writeFileSync(join(outside, "utf16"), first.toString(), "utf16le");
    const found = filesHolding(outside, words).join("\n");
    for (const control of ["orders.csv", "base64", "hex", "utf16"]) expect(found).toContain(control);
    expect(app.profile?.startsWith(temporary) ?? true).toBe(true);
    expect(filesHolding(temporary, words)).toEqual([]);
    // No process left its memory behind; the browser's own logs were searched above.
    const everything = readdirSync(temporary, { recursive: true }).map(String);
    expect(everything.filter((name) => /\.dmp$|(^|[\\/])core(\.\d+)?$/i.test(name))).toEqual([]);
    expect(readFileSync(join(app.home, "canary.kura")).byteLength).toBeGreaterThan(100_000);
  });

  test("the clipboard holds nothing of it", async () => {
    const field = app.page.getByLabel(app.t("welcome:passphrase"), { exact: true });
    await field.fill("");
    await field.focus();
    await app.page.keyboard.press("ControlOrMeta+V");
    expect(await field.inputValue()).toBe("");
  });

  test("closing leaves no profile and no temporary file", async () => {
    const { profile } = app;
    test.skip(profile === undefined, "Electron keeps its session in memory");
    expect(existsSync(profile ?? "")).toBe(true);
    await app.close();
    expect(existsSync(profile ?? "")).toBe(false);
    const left = readdirSync(temporary, { recursive: true }).map((name) =>
      String(name).replaceAll("\\", "/"),
    );
    expect(left).toContain("home/canary.kura");
    // The vault, what belongs to it, and what was released: nothing hidden, half written or of the browser's.
    const own =
      /^home(\/(canary\.kura(\.fresh|\.key)?|canary\.backups(\/[^.][^/]*)?|Released(\/kurabito-aggregate-[^/]*)?))?$/;
    expect(left.filter((name) => !own.test(name))).toEqual([]);
  });
});
