import type { Vault } from "../../../vault/vault.ts";
import type { Workspace } from "../../../workspace.ts";

/** Consent may start or end by the clock alone: what was judged longer ago is judged again. */
const freshMs = 60_000;

const changes = new WeakMap<Vault, { count: number }>();

/** A moment of a vault that may be over when it is asked about later. */
interface Moment {
  /** Notes that the vault is read: inside a change, what is read may yet be taken back. */
  read(): void;
  /** Whether nothing was changed since, nor could have been taken back that was read since, and little time has gone by. */
  isStill(): boolean;
}

/** This moment. */
export function momentOf({ vault, now }: Pick<Workspace, "vault" | "now">): Moment {
  const seen = changes.get(vault) ?? { count: 0 };
  if (!changes.has(vault)) {
    changes.set(vault, seen);
    vault.onChange(() => {
      seen.count++;
    });
  }
  const { count } = seen;
  const began = now().getTime();
  let sure = true;
  const read = (): void => {
    sure &&= !vault.changing;
  };
  read();
  return {
    read,
    isStill: () => sure && seen.count === count && Math.abs(now().getTime() - began) < freshMs,
  };
}
