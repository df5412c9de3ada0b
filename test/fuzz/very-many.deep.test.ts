import { deepCases } from "../support/deep-cases.ts";
import { fuzzErrors, fuzzMessages, fuzzSmallFiles, fuzzVaults } from "./suites.ts";

fuzzVaults(deepCases);
fuzzSmallFiles(deepCases);
fuzzMessages(deepCases);
fuzzErrors(deepCases);
