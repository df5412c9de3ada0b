import { newJobTicket } from "../../workers/base/job.ts";
import type { Io } from "../../main/cli/core/io.ts";
import { run, type ExitCode } from "../../main/cli/run.ts";

/** What a command left behind. */
export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** A passphrase that is strong enough, for vaults of tests. */
export const passphrase = "wagtail lantern oyster nineteen";

/** Runs `kurabito` in this process, as a shell would with these words. */
export async function kurabito(typed: readonly string[], around: Surroundings = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const io: Io = {
    out: (text) => (out += text),
    err: (text) => (err += text),
    env: around.env ?? { KURABITO_PASSPHRASE: passphrase, LANG: "en_GB.UTF-8" },
    readInput: async () => (around.input === undefined ? undefined : new TextEncoder().encode(around.input)),
    now: () => new Date("2026-11-21T09:00:00Z"),
    job: newJobTicket("test"),
  };
  return { code: await run(typed, io), out, err };
}

/** The one JSON document of a command that was done. */
export async function json<T>(typed: readonly string[], around?: Surroundings): Promise<T> {
  const { code, out, err } = await kurabito([...typed, "--json"], around);
  if (code !== 0) throw new Error(`exit ${String(code)}: ${out}${err}`);
  return JSON.parse(out) as T;
}
