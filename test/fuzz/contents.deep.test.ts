import { fewerDeepCases } from "../support/deep-cases.ts";
import { fuzzContents, fuzzErrors } from "./suites.ts";

fuzzContents(fewerDeepCases);
fuzzErrors(fewerDeepCases);
