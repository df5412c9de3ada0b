import { ok } from "../../workers/base/result.ts";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import type { HostApi } from "../contract.ts";
import type { KeychainStore } from "./keychain.ts";
import type { LockSignals } from "./lock-signals.ts";
import type { Tries } from "./tries.ts";

type KeyCall =
  | "noteWrongTry"
  | "noteRightTry"
  | "keychainStatus"
  | "keychainStore"
  | "keychainFetch"
  | "keychainForget"
  | "nextLockEvent";

/** What guards the door of a vault. */
export interface DoorParts {
  readonly tries: Tries;
  readonly keychain: KeychainStore;
  readonly lockSignals: LockSignals;
}

/** The calls about opening and locking. `isKnown` tells whether a path is one the window may name. */
export function keyCalls(
  { tries, keychain, lockSignals }: DoorParts,
  isKnown: (path: string) => boolean,
): Pick<HostApi, KeyCall> {
  const onKnown = async <T>(
    path: string,
    call: () => Outcome<T> | Promise<Outcome<T>>,
  ): Promise<Outcome<T>> => (isKnown(path) ? call() : fault("vault-missing"));
  return {
    noteWrongTry: ({ path }) => onKnown(path, () => ok({ seconds: tries.wrong(path) })),
    noteRightTry: ({ path }) =>
      onKnown(path, () => {
        tries.right(path);
        return ok(null);
      }),
    keychainStatus: ({ path }) => onKnown(path, () => keychain.status(path)),
    keychainStore: ({ path, ...item }) => onKnown(path, () => keychain.store(path, item)),
    // A waiting door stays shut for the keychain too: it is not a way around the wait.
    keychainFetch: ({ path }) => onKnown(path, () => tries.refusal(path) ?? keychain.fetch(path)),
    keychainForget: ({ path }) => onKnown(path, () => keychain.forget(path)),
    nextLockEvent: async ({ idleAfter, first }) => ok(await lockSignals.next(idleAfter, first)),
  };
}
