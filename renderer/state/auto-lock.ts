import { useEffect, useRef } from "react";
import { create } from "zustand";
import type { HostApi, LockEvent } from "../../main/contract.ts";
import type { AutoLockMinutes } from "../../workers/terms/vault.ts";
import { useJobs } from "./jobs.ts";
import { lockVault } from "./lifecycle.ts";
import { setSession, useSession } from "./session.ts";
import { vaultApi } from "./vault.ts";

/** How long the question stands before the lock waits for the work's end by itself. */
const QUESTION_SECONDS = 60;

/** Where an automatic lock stands. */
type AutoLock =
  | { readonly kind: "none" }
  /** Work is under way: the user is asked until `until` (ms). */
  | { readonly kind: "asking"; readonly reason: LockEvent["reason"]; readonly until: number }
  /** It locks when the work is done. */
  | { readonly kind: "waiting" };

export const useAutoLock = create<{ readonly now: AutoLock }>(() => ({ now: { kind: "none" } }));

function turnTo(now: AutoLock): void {
  useAutoLock.setState({ now });
}

/**
 * Locks because nobody is there. Work under way is never cut off unasked: the user is asked first, and unless they
 * answer, the vault locks at the work's end. A change that could not be saved is saved once more; if that fails too,
 * the vault stays open with the question whether to lose it.
 */
export async function lockByItself(reason: LockEvent["reason"]): Promise<void> {
  if (useAutoLock.getState().now.kind !== "none") return;
  if (useJobs.getState().running.length > 0) {
    turnTo({ kind: "asking", reason, until: Date.now() + 1000 * QUESTION_SECONDS });
    return;
  }
  await lockUnlessUnsaved();
}

async function lockUnlessUnsaved(): Promise<void> {
  turnTo({ kind: "none" });
  if (useSession.getState().save.kind === "failed" && !(await vaultApi().saveNow({})).ok) {
    setSession({ askingToLock: true });
    return;
  }
  await lockVault();
}

/** Locks as soon as no work is under way. */
export function lockAfterWork(): void {
  if (useJobs.getState().running.length === 0) void lockUnlessUnsaved();
  else turnTo({ kind: "waiting" });
}

/** Locks now; work under way is cancelled. */
export function lockNow(): void {
  turnTo({ kind: "none" });
  void lockVault();
}

/** The user is there: no lock. */
export function stayOpen(): void {
  turnTo({ kind: "none" });
}

/** Follows the question's clock and the end of the work, while the vault is open. */
export function useLockProgress(): void {
  const kind = useAutoLock((state) => state.now.kind);
  const working = useJobs((state) => state.running.length > 0);
  useEffect(() => {
    // The work ended while the question stood or the lock waited: nothing is left to lose.
    if (kind !== "none" && !working) void lockUnlessUnsaved();
  }, [kind, working]);
}

const PAUSE_MS = 5_000;

/** Asks the host for reasons to lock as long as the vault is open: screen lock, sleep, and the system's idle time where it knows it. */
export function useHostSignals(host: HostApi, minutes: AutoLockMinutes | undefined): void {
  const systemIdle = useSession((session) => session.host?.systemIdle ?? false);
  const asked = useRef(false);
  useEffect(() => {
    if (minutes === undefined) return undefined;
    let current = true;
    const idleAfter = systemIdle && minutes > 0 ? minutes * 60 : null;
    const listen = async (): Promise<void> => {
      const answer = await host.nextLockEvent({ idleAfter, first: !asked.current });
      asked.current = true;
      if (!current) return;
      if (answer.ok && answer.value) await lockByItself(answer.value.reason);
      // An idle system stays idle, and a host that answers with a fault would do so at once again.
      if (!answer.ok || answer.value) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      void listen();
    };
    void listen();
    return () => {
      current = false;
    };
  }, [host, minutes, systemIdle]);
}

const signs = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"] as const;

/** Counts the time without any input to this window, where the host does not know the system's. */
export function useWindowIdle(minutes: AutoLockMinutes | undefined): void {
  const systemIdle = useSession((session) => session.host?.systemIdle ?? false);
  useEffect(() => {
    if (minutes === undefined || minutes === 0 || systemIdle) return undefined;
    let last = Date.now();
    const seen = (): void => {
      last = Date.now();
    };
    for (const sign of signs) window.addEventListener(sign, seen, { capture: true, passive: true });
    const timer = setInterval(() => {
      if (Date.now() - last < minutes * 60_000) return;
      seen();
      void lockByItself("idle");
    }, 1000);
    return () => {
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, seen, { capture: true });
    };
  }, [minutes, systemIdle]);
}
