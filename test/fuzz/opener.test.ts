import { fuzzVaults } from "./suites.ts";

fuzzVaults(10_000);
