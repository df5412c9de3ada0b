import { fuzzErrors, fuzzMessages, fuzzSmallFiles, fuzzVaults } from "./suites.ts";

fuzzVaults(1_000_000);
fuzzSmallFiles(1_000_000);
fuzzMessages(1_000_000);
fuzzErrors(1_000_000);
