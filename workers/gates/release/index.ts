export { releaseMethods } from "./methods.ts";
export { segmentMethods } from "./segments/methods.ts";
export { evaluateSegment } from "./segments/evaluate.ts";
export { segmentSentence } from "./segments/sentence.ts";
export { verifyManifest, type ManifestCheck, type ManifestReport } from "./verify.ts";
