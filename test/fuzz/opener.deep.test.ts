import { deepCases } from "../support/deep-cases.ts";
import { fuzzOpener } from "./suites.ts";

fuzzOpener(deepCases);
