import { fuzzMessages } from "./suites.ts";

fuzzMessages(10_000);
