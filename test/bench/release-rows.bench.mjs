// A consented release of very many people to the real disk: node --expose-gc test/bench/release-rows.bench.mjs [people] [platform]
import { buildBench } from "./build-bench.mjs";

const { measureReleaseRows } = await buildBench("release-rows-bench");
await measureReleaseRows(Number(process.argv[2] ?? 5_000_000), process.argv[3] ?? "google_customer_match");
