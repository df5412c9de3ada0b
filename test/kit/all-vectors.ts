import { journalVectors } from "./journal-vectors.ts";
import { manifestVectors } from "./manifest-vectors.ts";
import { soundVectors } from "./sound-vectors.ts";
import { tamperedVectors } from "./tampered-vectors.ts";
import { unsupportedVectors } from "./unsupported-vectors.ts";
import type { Vector } from "./vector.ts";

/** Every vector of the kit. The same on every machine: nothing in it is random or read from a clock. */
export const allVectors: readonly Vector[] = [
  ...soundVectors,
  ...tamperedVectors,
  ...unsupportedVectors,
  ...journalVectors,
  ...manifestVectors,
];
