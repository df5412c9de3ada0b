// From what was measured to rows of a table: what, ours, the peer's, their ratio, the goal.

/** The median of one member over runs; undefined when it was not measured. */
function median(runs, member) {
  const numbers = (runs ?? []).map((run) => run[member]).filter((value) => typeof value === "number");
  return numbers.length === 0 ? undefined : numbers.sort((a, b) => a - b)[numbers.length >> 1];
}

function row(what, peer, goal, ours, theirs, { unit = "ms", skipped, same } = {}) {
  const ratio = ours !== undefined && theirs !== undefined ? ours / theirs : undefined;
  return { what, peer, unit, ours, theirs, ratio, goal, skipped, same };
}

/** Both sides must have answered alike, or their times say nothing. */
function alike(one, other, members, tolerance = 0) {
  if (one === undefined || other === undefined) return undefined;
  return members.every((name) => Math.abs(one[name] - other[name]) <= tolerance * Math.abs(other[name]));
}

/** Megabytes of the vaults whose opening and saving is measured. */
export const vaultSizes = [10, 100, 170];

/** The vault's file: its cipher beside OpenSSL's, opening, saving and memory beside native SQLCipher on the same file. */
function vaultRows(of, sides) {
  const native = "native SQLCipher 4";
  const openssl = "OpenSSL, AES-256-CBC and HMAC-SHA-512 one after the other";
  const rows = [
    of(sides("codec"), "64 MiB of pages decrypted", openssl, 2, "decryptMs"),
    of(sides("codec"), "64 MiB of pages encrypted", openssl, 2, "encryptMs"),
    of(sides("chromium"), "64 MiB of pages decrypted in Chromium", openssl, 2, "decryptMs"),
    of(sides("chromium"), "64 MiB of pages encrypted in Chromium", openssl, 2, "encryptMs"),
  ];
  for (const megabytes of vaultSizes) {
    const side = sides(`vault${megabytes}`);
    const named = (what) => `vault of ${megabytes} MB: ${what}`;
    const share = side.ours.map(({ commitMs, fullSaveMs }) => ({ share: (100 * commitMs) / fullSaveMs }));
    rows.push(
      of(side, named("unlock to first row, without the key"), native, undefined, "firstQueryMs"),
      of(side, named("memory for that"), native, undefined, "openedMiB", { unit: "MiB" }),
      of(side, named("commit of one row"), native, undefined, "commitMs"),
      of(side, named("every page saved"), native, undefined, "fullSaveMs"),
      of({ ours: share, peer: [] }, named("commit of one row / every page"), undefined, undefined, "share", {
        unit: "%",
      }),
    );
  }
  rows.push(of(sides("cancel"), "answer to a cancelled import, slowest", undefined, undefined, "worstMs"));
  return rows;
}

/**
 * The table of the bench. `measured` holds, for each pair of jobs, the answers of every run of both sides.
 *
 * @throws Error when a side gave another answer than its peer.
 */
export function tableOf(measured, { orders, customers, bundle }) {
  const sides = (name) => {
    const { ours = [], peer = [] } = measured[name] ?? {};
    const skipped = [...ours, ...peer].find((run) => run.skipped !== undefined)?.skipped;
    return { ours, peer: peer.filter((run) => run.skipped === undefined), skipped };
  };
  const count = (number) => number.toLocaleString("en");
  const { read, bring, open, duck, bgnbd, record, recordLong, window } = {
    read: sides("read"),
    bring: sides("import"),
    open: sides("open"),
    duck: sides("dashboards"),
    bgnbd: sides("bgnbd"),
    record: sides("record"),
    recordLong: sides("recordLong"),
    window: sides("window"),
  };
  const of = ({ ours, peer, skipped }, what, name, goal, member, more = {}) =>
    row(what, name, goal, median(ours, member), median(peer, member), { skipped, ...more });
  const counted = ["rows", "quarantined"];
  const across = { ours: open.ours, peer: duck.peer, skipped: duck.skipped };
  const opened = (run) => (run === undefined ? undefined : run.unlockMs - run.kdfMs + run.overviewMs);
  const afterKey = open.ours.map((run) => ({ ms: opened(run) }));
  const beside = (name, what, peer) =>
    of({ ...sides(name), ours: bring.ours }, what, peer, undefined, "ms", {
      same: alike(bring.ours[0], sides(name).peer[0], name === "importDuck" ? counted : []),
    });
  const rows = [
    of(read, `typed CSV of ${count(orders)} orders, bad rows set aside`, "DuckDB", 0.5, "ms", {
      same: alike(read.ours[0], read.peer[0], counted),
    }),
    of(read, "the same in a process that has read before", "DuckDB", 0.5, "againMs"),
    of(read, "the first of them, processor time", "DuckDB", 0.5, "cpuMs"),
    row("what the columns are, found out", undefined, undefined, median(read.ours, "previewMs"), undefined),
    of(read, "the first of them, peak memory above the start", "DuckDB", 0.7, "peakMiB", { unit: "MiB" }),
    of(bring, "the same into the encrypted, durable vault", "native SQLCipher 4", 1, "ms", {
      same: alike(bring.ours[0], bring.peer[0], counted),
    }),
    of(bring, "the same, processor time", "native SQLCipher 4", 1, "cpuMs"),
    of(bring, "the same, peak memory of the process", "native SQLCipher 4", undefined, "peakMiB", {
      unit: "MiB",
    }),
    beside("importShell", "the same, beside a plain file that checks nothing", "sqlite3 shell, .import"),
    beside("importDuck", "the same, beside a plain file, typed", "DuckDB"),
    of(across, "RFM", "DuckDB", 0.5, "rfmMs", {
      same: alike(open.ours[0], duck.peer[0], ["people", "revenue"]),
    }),
    of(across, "monthly cohorts", "DuckDB", 0.2, "cohortMs", {
      same: alike(open.ours[0], duck.peer[0], ["retained"]),
    }),
    of(bgnbd, `BG/NBD of ${count(customers)} customers`, "SciPy L-BFGS-B, analytic gradient", 0.1, "ms", {
      same: alike(bgnbd.ours[0], bgnbd.peer[0], ["logLikelihood"], 1e-6),
    }),
    row(
      "unlock to first dashboard, without the key",
      "native SQLCipher 4",
      undefined,
      median(afterKey, "ms"),
      median(open.peer, "overviewMs"),
      {
        skipped: open.skipped,
        same: alike(open.ours[0], open.peer[0], ["orders", "revenue"]),
      },
    ),
    of(
      { ...open, peer: open.peer.map(({ keyMs }) => ({ kdfMs: keyMs })) },
      "key derivation",
      "native SQLCipher 4",
      1.05,
      "kdfMs",
    ),
    ...vaultRows(of, sides),
    of(record, "record of 100,000 lines verified", "native SQLite, Node's HMAC", 1, "ms", {
      same: alike(record.ours[0], record.peer[0], ["lines", "intact"]),
    }),
    of(recordLong, "record of 1,000,000 lines verified", "native SQLite, Node's HMAC", 1, "ms", {
      same: alike(recordLong.ours[0], recordLong.peer[0], ["lines", "intact"]),
    }),
    of(window, "start to first field of the window", "the same browser on one button", undefined, "ms"),
    row(
      "window's scripts, styles and WebAssembly, gzip",
      undefined,
      undefined,
      (bundle.script + bundle.style + bundle.wasm) / 1024,
      undefined,
      {
        unit: "KiB",
      },
    ),
    row("window's fonts", undefined, undefined, bundle.font / 1024, undefined, { unit: "KiB" }),
  ].filter(({ ours, skipped }) => ours !== undefined || skipped !== undefined);
  const other = rows.find(({ same }) => same === false);
  if (other)
    throw new Error(
      `"${other.what}": ours and ${other.peer} do not answer alike: ${JSON.stringify(measured)}`,
    );
  return rows;
}
