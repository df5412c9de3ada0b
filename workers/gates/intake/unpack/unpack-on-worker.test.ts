import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { channelWorker } from "../../../../test/support/channel-worker.ts";
import { makeXlsx } from "../../../../test/support/make-xlsx.ts";
import { cancelJob, Cancelled, jobControl, newJobTicket, unwatched } from "../../../base/job.ts";
import type { RunReply } from "../../../pool/protocol.ts";
import { unpackOnWorker, type UnpackRequest } from "./unpack-on-worker.ts";
import { serveUnpack } from "./unpack-server.ts";
import { unpackTable } from "./unpack-table.ts";

const workbook = new Blob([
  makeXlsx({ 名簿: [["会員番号", "氏名"], [], ["7", "山田 太郎"], ["8", '高橋,"花子"']] }),
]);

describe("a file unpacked in a worker of its own", () => {
  test("is the table it is without one, and the worker ends with it", async () => {
    const worker = channelWorker(serveUnpack);
    const found = await unpackOnWorker(() => worker, workbook, undefined, unwatched);
    const here = await unpackTable(workbook, undefined, unwatched);
    if (!found.ok || !here.ok) throw new Error("not opened");
    const text = async (table: typeof here.value) => new TextDecoder().decode(await table.text.arrayBuffer());
    expect(await text(found.value)).toBe(await text(here.value));
    expect(found.value.places).toEqual(here.value.places);
    expect(found.value.container).toEqual(here.value.container);
    expect(worker.ended()).toBe(true);
  });

  test("answers with the same fault, and the worker ends, too", async () => {
    const worker = channelWorker(serveUnpack);
    const evil = new Blob([Uint8Array.from(zipSync({ "../evil.csv": strToU8("a,b\n1,2\n") }))]);
    expect(await unpackOnWorker(() => worker, evil, undefined, unwatched)).toMatchObject({
      error: { code: "archive-path-refused" },
    });
    expect(worker.ended()).toBe(true);
  });

  /** Unpacks once the cancel has come. */
  const late = async (request: UnpackRequest, reply: (message: RunReply) => void) => {
    while (Atomics.load(new Int32Array(request.flag), 0) === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await serveUnpack(request, reply);
  };

  test.each([
    ["that hears", late],
    ["that does not", undefined],
  ])("a cancel ends a worker %s", async (_, serve) => {
    const ticket = newJobTicket("import");
    const worker = channelWorker<UnpackRequest>(serve);
    const job = jobControl(ticket, () => undefined);
    const started = unpackOnWorker(() => worker, workbook, undefined, job);
    cancelJob(ticket);
    await expect(started).rejects.toBeInstanceOf(Cancelled);
    expect(worker.ended()).toBe(true);
  });

  test("what a broken worker says of the file is not passed on", async () => {
    const worker = channelWorker<UnpackRequest>((request, reply) =>
      serveUnpack({ ...request, file: {} as Blob }, reply),
    );
    await expect(unpackOnWorker(() => worker, workbook, undefined, unwatched)).rejects.toThrow(
      "unpacking failed: unforeseen",
    );
  });
});
