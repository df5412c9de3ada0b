import { bothWays } from "./both-ways.ts";
import { loadOracle } from "./oracle.ts";
import { multipleCiphers } from "./peers.ts";

const Oracle = loadOracle();
if (Oracle === undefined)
  process.stdout.write("skipped: no SQLite3MultipleCiphers here (npm ci --prefix test/oracles)\n");

bothWays("SQLite3MultipleCiphers", [1, 2, 3, 100], (key) =>
  Oracle === undefined ? undefined : multipleCiphers(Oracle, key),
);
