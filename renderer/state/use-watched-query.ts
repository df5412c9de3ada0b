import { useCallback, useState } from "react";
import type { Json } from "../../workers/base/canonical-json.ts";
import { cancelJob } from "../../workers/base/job.ts";
import type { Input, VaultApi } from "../../workers/contract.ts";
import type { Topic } from "../../workers/terms/event.ts";
import { nextTicket, showJob, useJobs, type Job } from "./jobs.ts";
import { useAsking, type AnswerOf, type Ask, type Query } from "./use-vault-query.ts";

/** Most questions are answered before this; only a longer one is shown as work under way. */
const QUIET_MS = 250;

/** Questions that may take long enough to be watched and stopped. */
type WatchedMethod = {
  [K in keyof VaultApi]: "job" extends keyof Input<K> ? K : never;
}[keyof VaultApi];

/** A question that is watched while it is answered, and the job it runs as once it takes long. */
export interface WatchedQuery<T> {
  readonly query: Query<T>;
  readonly job: Job | undefined;
}

/**
 * `useVaultQuery` for a question that takes a job ticket: the user may stop it, and when another is asked in its place, or the screen is
 * left, it is stopped at once, so that the next need not wait for an answer nobody wants.
 */
export function useWatchedQuery<K extends WatchedMethod>(
  method: K,
  input: Input<K> & Json,
  topics: readonly Topic[],
  label: string,
): WatchedQuery<AnswerOf<K>> {
  const [id, setId] = useState<string>();
  const how: Ask = useCallback(
    (ask) => {
      const ticket = nextTicket();
      let hide = (): void => undefined;
      const timer = setTimeout(() => {
        hide = showJob(label, ticket);
        setId(ticket.id);
      }, QUIET_MS);
      const settled = (): void => {
        clearTimeout(timer);
        hide();
      };
      return {
        answer: ask({ job: ticket }).finally(settled),
        drop: () => cancelJob(ticket),
      };
    },
    [label],
  );
  const query = useAsking(method, input, topics, how);
  const job = useJobs((jobs) => jobs.running.find((one) => one.id === id));
  return { query, job };
}
