import { Cancelled, jobControl } from "../../../base/job.ts";
import type { RunReply } from "../../../pool/protocol.ts";
import type { UnpackRequest } from "./unpack-on-worker.ts";
import { unpackTable } from "./unpack-table.ts";

/** Unpacks the file of one request; `reply` gets its progress and its outcome. */
export async function serveUnpack(
  { file, part, flag }: UnpackRequest,
  reply: (message: RunReply) => void,
): Promise<void> {
  const job = jobControl({ id: "unpack", flag }, (progress) => reply({ kind: "progress", progress }));
  try {
    reply({ kind: "done", output: await unpackTable(file, part, job) });
  } catch (error) {
    // What was thrown over a file may hold what stands in it: it is not passed on.
    reply(error instanceof Cancelled ? { kind: "cancelled" } : { kind: "failed", message: "unforeseen" });
  }
}
