import type { Methods } from "../../workspace.ts";
import { listRetention, previewRetention, runRetention, saveRetention } from "./retention.ts";

export { tombstoneHash } from "./tombstones.ts";

/** The keep gate's share of the contract. */
export const keepMethods: Methods<"listRetention" | "saveRetention" | "previewRetention" | "runRetention"> = {
  listRetention,
  saveRetention,
  previewRetention,
  runRetention,
};
