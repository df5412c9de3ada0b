import { fault, type FaultCode } from "../../workers/base/fault.ts";
import { errnoOf } from "./file-system.ts";

const full = new Set(["ENOSPC", "EDQUOT"]);
const denied = new Set(["EACCES", "EPERM", "EROFS"]);

/**
 * The fault of a failed write: disk full, not permitted, or `otherwise`. The system's message is
 * dropped, for it may hold a path with a person's name.
 */
export function writeFault(error: unknown, otherwise: FaultCode) {
  const errno = errnoOf(error);
  if (full.has(errno)) return fault("save-failed-disk-full");
  if (denied.has(errno)) return fault("save-failed-denied");
  return fault(otherwise);
}
