// npm run bench: ours beside its peers, interleaved, in one run. Prints a table of ratios with the goals, and keeps it
// as reports/bench.json and docs/bench.md.
//   node test/bench/run.mjs [--orders N] [--customers N] [--runs N] [--only NAME,...]
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "vite";
import { ensureBuilt } from "../../main/build.mjs";
import { bundleSize } from "./bundle-size.mjs";
import { generateOrders, simulateBgnbd } from "./generate.mjs";
import { askJob } from "./job.mjs";
import { describeMachine, writeReport } from "./report.mjs";
import { tableOf, vaultSizes } from "./table.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const peers = join(root, "test", "oracles", "peers");
const cache = join(root, "node_modules", ".cache", "kurabito-bench");
const { values } = parseArgs({
  options: {
    orders: { type: "string" },
    customers: { type: "string" },
    runs: { type: "string" },
    only: { type: "string" },
  },
});
const orders = Number(values.orders ?? 1_000_000);
const customers = Number(values.customers ?? 100_000);
const runs = Number(values.runs ?? 5);

process.chdir(root);
await bundleOurs();
await bundleCodecPage();
await ensureBuilt(console.log);
mkdirSync("reports/bench", { recursive: true });
const csv = join("reports", "bench", `orders-${orders}-1.csv`);
generateOrders(csv, orders);
const histories = join("reports", "bench", `bgnbd-${customers}.csv`);
if (!existsSync(histories)) writeFileSync(histories, simulateBgnbd(customers));
const place = mkdtempSync(join(tmpdir(), "kurabito-bench-"));
try {
  const measured = await measureAll();
  const table = tableOf(measured, { orders, customers, bundle: bundleSize("out/renderer") });
  writeReport({ machine: describeMachine(), orders, customers, runs, table, measured });
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** One build of what is measured: plain JavaScript, as the product ships it. */
async function bundleOurs() {
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      ssr: true,
      outDir: cache,
      target: "node20",
      rolldownOptions: {
        input: ["ours.ts", "vault-file.ts", "window-start.ts"].map((name) =>
          join(root, "test", "bench", name),
        ),
        output: { entryFileNames: "[name].mjs" },
      },
    },
  });
}

/** Vaults of three sizes, made once and not measured; the peer uses a copy of the same file. */
function vaultFiles(file, peer, at) {
  return vaultSizes.map((megabytes) => {
    const [path, copy] = [at(`${megabytes}.kura`), at(`${megabytes}-peer.kura`)];
    const made = () => {
      if (!existsSync(path)) file("make", path, String(megabytes))();
    };
    const ours = () => {
      made();
      return file("use", path)();
    };
    const theirs = () => {
      made();
      copyFileSync(path, copy);
      return peer("vault.mjs", copy)();
    };
    return [`vault${megabytes}`, [ours, theirs]];
  });
}

/** The cipher alone, for a browser's page. */
async function bundleCodecPage() {
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      outDir: cache,
      emptyOutDir: false,
      lib: {
        entry: join(root, "test", "bench", "codec-page.ts"),
        formats: ["es"],
        fileName: () => "codec-page.js",
      },
    },
  });
}

/** Every pair of jobs `runs` times, ours and the peer's in turn, each in a process of its own. */
async function measureAll() {
  const at = (name) => join(place, name);
  const from =
    (bundle) =>
    (job, ...given) =>
    () =>
      askJob("node", ["test/bench/child.mjs", join(cache, bundle), job, ...given]);
  const ours = from("ours.mjs");
  const browser = from("window-start.mjs");
  const file = from("vault-file.mjs");
  const peer =
    (file, ...given) =>
    () =>
      askJob("node", [join(peers, file), ...given]);
  const end = "2026-11-01";
  const pairs = {
    read: [ours("read", csv), peer("duckdb.mjs", "read", csv)],
    import: [ours("importOrders", csv, at("ours.kura")), peer("sqlcipher.mjs", "import", csv, at("peer.db"))],
    importShell: [undefined, peer("sqlite-shell.mjs", csv, at("shell.db"))],
    importDuck: [undefined, peer("duckdb.mjs", "import", csv, at("duck.db"))],
    open: [ours("dashboards", at("ours.kura"), end, "5"), peer("sqlcipher.mjs", "open", at("peer.db"))],
    dashboards: [undefined, peer("duckdb.mjs", "dashboards", csv, end, "5")],
    bgnbd: [ours("bgnbd", histories, "3"), () => askJob("python3", [join(peers, "bgnbd.py"), histories])],
    record: [ours("record", at("record.db"), "100000", "3"), peer("record.mjs", at("record.db"), "3")],
    recordLong: [ours("record", at("record.db"), "1000000", "1"), peer("record.mjs", at("record.db"), "1")],
    codec: [file("codec"), file("openssl")],
    chromium: [browser("codecInBrowser", join(cache, "codec-page.js")), file("openssl")],
    ...Object.fromEntries(vaultFiles(file, peer, at)),
    // Makes a vault, so that each run needs another place.
    cancel: [() => file("cancel", csv, join(mkdtempSync(at("cancel-")), "new.kura"), "12")(), undefined],
    window: [browser("windowStart", "out/renderer", at("home")), browser("bareBrowser")],
  };
  const only = values.only?.split(",");
  const measured = {};
  for (let run = 0; run < runs; run++)
    for (const [name, [one, other]] of Object.entries(pairs)) {
      if (only !== undefined && !only.includes(name)) continue;
      measured[name] ??= { ours: [], peer: [] };
      if (one !== undefined) measured[name].ours.push(one());
      if (other !== undefined && !measured[name].peer.some(({ skipped }) => skipped !== undefined))
        measured[name].peer.push(other());
      process.stderr.write(`run ${run + 1} of ${runs}: ${name}\n`);
    }
  return measured;
}
