import { fuzzContents, fuzzOpener } from "./suites.ts";

fuzzOpener(10_000);
fuzzContents(10_000);
