import { startTransition, useCallback, useEffect, useMemo, useState } from "react";
import { canonicalJson, type Json } from "../../workers/base/canonical-json.ts";
import type { Fault, Outcome } from "../../workers/base/fault.ts";
import type { Input, VaultApi } from "../../workers/contract.ts";
import type { JobTicket } from "../../workers/base/job.ts";
import type { Topic } from "../../workers/terms/event.ts";
import { useChangeCount } from "./changes.ts";
import { vaultApi } from "./vault.ts";

/** What a method answers with when it is well. */
export type AnswerOf<K extends keyof VaultApi> =
  Awaited<ReturnType<VaultApi[K]>> extends Outcome<infer T> ? T : never;

/** The answer to a question, as far as it is known. While asking again, the last answer stays. */
export type Query<T> =
  | { readonly state: "loading"; readonly again: () => void }
  | { readonly state: "fault"; readonly fault: Fault; readonly again: () => void }
  | { readonly state: "ready"; readonly value: T; readonly asking: boolean; readonly again: () => void };

interface Held<T> {
  readonly key: string;
  readonly outcome: Outcome<T>;
}

/**
 * Asks the vault, and asks again when the input changes or the vault announces a change of `topics`.
 * Inputs must be plain JSON (files and jobs go through `runJob` instead).
 */
export function useVaultQuery<K extends keyof VaultApi>(
  method: K,
  input: Input<K> & Json,
  topics: readonly Topic[],
): Query<AnswerOf<K>> {
  return useAsking(method, input, topics, askPlainly);
}

/** How a question is put: what to do when its answer is no longer wanted, beside the answer. */
export type Ask = <T>(ask: (job: { readonly job?: JobTicket }) => Promise<T>) => {
  readonly answer: Promise<T>;
  readonly drop: () => void;
};

const askPlainly: Ask = (ask) => ({ answer: ask({}), drop: () => undefined });

/** `useVaultQuery` with another way to put the question; `how` must stay the same from one drawing to the next. */
export function useAsking<K extends keyof VaultApi>(
  method: K,
  input: Input<K> & Json,
  topics: readonly Topic[],
  how: Ask,
): Query<AnswerOf<K>> {
  const key = `${method} ${canonicalJson(input)}`;
  const changes = useChangeCount(topics);
  const [attempt, setAttempt] = useState(0);
  const [held, setHeld] = useState<Held<AnswerOf<K>>>();
  const [asked, setAsked] = useState("");
  const now = `${key} ${String(changes)} ${String(attempt)}`;
  useEffect(() => {
    let current = true;
    const ask = vaultApi()[method] as (input: Input<K>) => Promise<Outcome<AnswerOf<K>>>;
    const asking = how((job) => ask({ ...(JSON.parse(key.slice(method.length + 1)) as Input<K>), ...job }));
    void asking.answer.then((outcome) => {
      if (!current) return;
      // A long answer is drawn piece by piece: what a person does meanwhile goes first.
      startTransition(() => {
        setHeld({ key, outcome });
        setAsked(now);
      });
    });
    return () => {
      current = false;
      asking.drop();
    };
  }, [method, key, now, how]);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  return useMemo(() => {
    if (!held || (held.key !== key && !held.key.startsWith(`${method} `))) return { state: "loading", again };
    if (!held.outcome.ok) {
      return asked === now
        ? { state: "fault", fault: held.outcome.error, again }
        : { state: "loading", again };
    }
    return { state: "ready", value: held.outcome.value, asking: asked !== now, again };
  }, [held, key, method, asked, now, again]);
}
