import { deepCases } from "../support/deep-cases.ts";
import { fuzzMessages, fuzzSmallFiles } from "./suites.ts";

fuzzSmallFiles(deepCases);
fuzzMessages(deepCases);
