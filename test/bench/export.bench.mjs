// An export of hashed rows beside SHA-256 in Node alone: node test/bench/export.bench.mjs [people]
import { buildBench } from "./build-bench.mjs";

const { measureExport } = await buildBench("export-bench");
await measureExport(Number(process.argv[2] ?? 100_000));
