import { deepCases, fewerDeepCases } from "../support/deep-cases.ts";
import { fuzzContents, fuzzErrors, fuzzMessages, fuzzOpener, fuzzSmallFiles } from "./suites.ts";

fuzzOpener(deepCases);
fuzzSmallFiles(deepCases);
fuzzMessages(deepCases);
fuzzContents(fewerDeepCases);
fuzzErrors(fewerDeepCases);
