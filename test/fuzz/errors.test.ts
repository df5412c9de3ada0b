import { fuzzErrors } from "./suites.ts";

fuzzErrors(10_000);
