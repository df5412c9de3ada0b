import { bothWays } from "./both-ways.ts";
import { sqlcipherShell } from "./peers.ts";

const binary = process.env["SQLCIPHER_BIN"];
if (binary === undefined)
  process.stdout.write("skipped: SQLCIPHER_BIN names no official sqlcipher shell (version 4)\n");

bothWays("the official sqlcipher shell", [1, 2, 3, 100], (key) =>
  binary === undefined ? undefined : sqlcipherShell(binary, key),
);
