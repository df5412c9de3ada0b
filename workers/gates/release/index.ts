export { holdoutMethods } from "./holdout/methods.ts";
export { releaseMethods } from "./methods.ts";
export { segmentMethods } from "./segments/methods.ts";
export { segmentSetMethods } from "./segments/set-methods.ts";
export { verifyManifest } from "./verify.ts";
