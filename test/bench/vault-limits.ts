import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright";
import { launchChromiumHost } from "../../main/chromium/launch.ts";
import { vaultFileOn } from "../../main/cli/ports.ts";
import { createVaultStore } from "../../main/vaultfile/vault-store.ts";
import { createVault } from "../../workers/vault/open-vault.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const passphrase = "wagtail lantern oyster nineteen";
const MB = 1_000_000;

/** A vault of about so many megabytes: people, orders with two lines each, and their indexes. Answers its bytes. */
async function makeVault(path: string, megabytes: number): Promise<number> {
  const store = createVaultStore();
  const reserved = await store.reserve(path);
  if (!reserved.ok) throw new Error(reserved.error.code);
  const port = vaultFileOn(store, path);
  const wasm = await readFile(createRequire(import.meta.url).resolve("sql.js/dist/sql-wasm.wasm"));
  const ports = {
    vaultFile: port,
    sqliteWasm: () => Promise.resolve(new Uint8Array(wasm).buffer),
    now: () => new Date(),
    emit: () => undefined,
  };
  const made = await createVault(ports, new TextEncoder().encode(passphrase), {
    name: `${String(megabytes)} MB`,
    sample: false,
  });
  if (!made.ok) throw new Error(made.error.code);
  const vault = made.value;
  const orders = Math.round((megabytes * MB) / BYTES_AN_ORDER);
  const saved = await vault.change(
    ["people", "imports"],
    () => {
      for (const sql of filling(orders)) vault.db.run(sql);
    },
    { loading: true },
  );
  if (!saved.ok) throw new Error(saved.error.code);
  const { bytes } = vault.info();
  vault.close();
  await store.closeAll();
  return bytes;
}

/** Of the statements below, with their indexes. */
const BYTES_AN_ORDER = 129;

function filling(orders: number): readonly string[] {
  const people = Math.max(1, Math.floor(orders / 10));
  const upTo = (last: number): string =>
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(last)})`;
  return [
    "INSERT INTO products (code, name) VALUES ('A', '布'), ('B', '糸')",
    `${upTo(people)} INSERT INTO customers (id, import_id, source, full_name, prefecture, search_key)
     SELECT i, 1, 'shop', '山田 ' || i, '東京都', 'yamada' || i FROM n`,
    `${upTo(orders)} INSERT INTO orders (customer_id, source, order_key, day, amount, currency, channel, import_id)
     SELECT 1 + (i * 7919) % ${String(people)}, 'shop', 'ORDER-' || i, 19000 + (i * 31) % 1000, 100 + (i * 97) % 9000,
            'JPY', 'web', 1 FROM n`,
    `${upTo(orders)} INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id)
     SELECT i, 1 + i % 2, 1, 100, 1 FROM n`,
  ];
}

/** Resident and highest resident memory of the browser's page processes, the vault's thread included, in bytes. */
function pageMemory(profile: string): { readonly now: number; readonly most: number } {
  let now = 0;
  let most = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (!command.includes("--type=renderer") || !command.includes(profile)) continue;
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      now += 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
      most += 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
    } catch {
      // Ended while it was looked at.
    }
  }
  return { now, most };
}

/** The passphrase's own cost in this browser: PBKDF2-HMAC-SHA-512, 256,000 rounds. */
function keyDerivation(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const key = await crypto.subtle.importKey("raw", new Uint8Array(20), "PBKDF2", false, ["deriveBits"]);
    const from = performance.now();
    await crypto.subtle.deriveBits(
      { name: "PBKDF2", hash: "SHA-512", salt: new Uint8Array(16), iterations: 256_000 },
      key,
      256,
    );
    return performance.now() - from;
  });
}

async function measure(megabytes: number, distFolder: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "kurabito-limits-"));
  try {
    const bytes = await makeVault(join(home, "large.kura"), megabytes);
    const host = await launchChromiumHost({
      distFolder,
      home,
      headless: true,
      locale: "en-GB",
    });
    const { page } = host;
    page.setDefaultTimeout(180_000);
    await page.getByRole("button", { name: "Open large", exact: true }).click();
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    const kdf = await keyDerivation(page);
    const before = pageMemory(host.profile);
    const from = performance.now();
    await page.getByRole("button", { name: "Unlock", exact: true }).click();
    await page.getByRole("navigation").first().waitFor();
    const opened = performance.now() - from;
    await page.locator(".kpi").first().waitFor();
    const drawn = performance.now() - from;
    const after = pageMemory(host.profile);
    await host.close();
    const cells = [
      (bytes / MB).toFixed(0),
      kdf.toFixed(0),
      opened.toFixed(0),
      drawn.toFixed(0),
      ((after.now - before.now) / MB).toFixed(0),
      ((after.most - before.now) / MB).toFixed(0),
      (after.most / MB).toFixed(0),
      ((after.most - before.now) / bytes).toFixed(2),
    ];
    return cells.map((cell) => cell.padStart(11)).join("");
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Prints a line for each size, measured in the window built at `distFolder`. */
export async function measureVaultLimits(
  sizes: readonly number[],
  distFolder = join(root, "out", "renderer"),
): Promise<void> {
  const headings = [
    "vault MB",
    "KDF ms",
    "opened ms",
    "drawn ms",
    "held MB",
    "peak MB",
    "page MB",
    "peak/size",
  ];
  process.stdout.write(`${headings.map((heading) => heading.padStart(11)).join("")}\n`);
  for (const megabytes of sizes) process.stdout.write(`${await measure(megabytes, distFolder)}\n`);
}
