// What the guard over releases costs with many people: node test/bench/guard.bench.mjs [people]
import { buildBench } from "./build-bench.mjs";

const { measureGuard } = await buildBench("guard-bench");
await measureGuard(Number(process.argv[2] ?? 100_000));
