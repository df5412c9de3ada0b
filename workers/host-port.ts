import * as v from "valibot";
import type { Outcome } from "./base/fault.ts";

const nothing = v.strictObject({});
const bytes = v.instance(Uint8Array);
const token = v.strictObject({ token: v.pipe(v.string(), v.maxLength(200)) });

/** What the vault worker may ask of the host, by way of the window: its own file, and releases. No path but a release's folder. */
export const hostPortInputs = {
  readVault: nothing,
  writeVault: v.strictObject({ bytes }),
  stageRelease: v.strictObject({
    folder: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
    files: v.array(v.strictObject({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), bytes })),
  }),
  publishRelease: token,
  discardRelease: token,
};

type HostPortInput<K extends keyof typeof hostPortInputs> = v.InferOutput<(typeof hostPortInputs)[K]>;

export interface HostPortApi {
  /** `bytes` is absent for a vault not saved yet. */
  readonly readVault: (
    input: Readonly<Record<string, never>>,
  ) => Promise<Outcome<{ readonly bytes?: Uint8Array }>>;
  readonly writeVault: (input: HostPortInput<"writeVault">) => Promise<Outcome<{ readonly at: string }>>;
  readonly stageRelease: (
    input: HostPortInput<"stageRelease">,
  ) => Promise<Outcome<{ readonly token: string }>>;
  readonly publishRelease: (
    input: HostPortInput<"publishRelease">,
  ) => Promise<Outcome<{ readonly paths: readonly string[] }>>;
  readonly discardRelease: (input: HostPortInput<"discardRelease">) => Promise<Outcome<null>>;
}
