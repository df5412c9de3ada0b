import { fuzzSmallFiles } from "./suites.ts";

fuzzSmallFiles(10_000);
