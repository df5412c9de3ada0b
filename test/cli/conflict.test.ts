import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reply } from "../../main/cli/core/command.ts";
import { withVault } from "../../main/cli/core/session.ts";
import { newJobTicket } from "../../workers/base/job.ts";
import { json, passphrase } from "./kurabito.ts";

test("a vault that another program changes meanwhile is left alone; the command's work lies in a copy it names", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kurabito-conflict-"));
  try {
    const path = join(folder, "shop.kura");
    await json(["vault", "create", "--vault", path]);
    const foreign = await readFile(path);
    foreign[5000] = (foreign[5000] ?? 0) ^ 1;
    const io = {
      out: () => undefined,
      err: () => undefined,
      env: { KURABITO_PASSPHRASE: passphrase },
      readInput: () => Promise.resolve(undefined),
      now: () => new Date("2026-11-21T09:00:00Z"),
      job: newJobTicket("test"),
    };
    const answer = await withVault(io, path, async (api) => {
      await writeFile(path, foreign);
      const condition = { kind: "number", attribute: "orders", comparison: "atLeast", value: 2 } as const;
      const definition = { groups: [{ anyOf: [condition] }] };
      return reply(await api.saveSegment({ name: "常連", definition }), () => []);
    });
    if (answer.kind !== "refused" || answer.kept === undefined) throw new Error(JSON.stringify(answer));
    expect(answer.fault.code).toBe("vault-changed-outside");
    expect(answer.json).toEqual({ conflictCopy: answer.kept });
    expect((await readFile(path)).equals(foreign)).toBe(true);
    expect(JSON.stringify(await json(["segment", "list", "--vault", answer.kept]))).toContain("常連");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
