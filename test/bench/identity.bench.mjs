// Speed and quality of identity resolution on made people: node test/bench/identity.bench.mjs [rows]
import { buildBench } from "./build-bench.mjs";

const { measureIdentity } = await buildBench("identity-bench");
measureIdentity(Number(process.argv[2] ?? 100_000));
