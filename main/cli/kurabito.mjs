#!/usr/bin/env node
// The command line's launcher: makes sure the program is built, then runs it with the arguments as they are.
import { ensureBuilt } from "../build.mjs";

// Standard output belongs to the command's own answer.
await ensureBuilt((line) => {
  process.stderr.write(`${line}\n`);
});
await import("../../out/main/cli.js");
