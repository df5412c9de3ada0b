// Optimal generalisation of Adult beside NumPy over the whole lattice: node test/bench/anonymity.bench.mjs [folder with adult.csv]
import { buildBench } from "./build-bench.mjs";

const { measureAnonymity } = await buildBench("anonymity-bench");
measureAnonymity(process.argv[2] ?? "../shared/data/anonymisation");
