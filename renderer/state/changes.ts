import { create } from "zustand";
import { topics, type Topic } from "../../workers/terms/event.ts";

type Versions = Readonly<Record<Topic, number>>;

const fresh = Object.fromEntries(topics.map((topic) => [topic, 0])) as Record<Topic, number>;

/** A number per topic that grows with each change the vault announces. */
export const useChanges = create<Versions>(() => ({ ...fresh }));

/** Notes that views of these topics are stale. */
export function noteChanges(changed: readonly Topic[]): void {
  useChanges.setState((now) => Object.fromEntries(changed.map((topic) => [topic, now[topic] + 1])));
}

/** Grows whenever one of `watched` changes. */
export function useChangeCount(watched: readonly Topic[]): number {
  return useChanges((versions) => watched.reduce((sum, topic) => sum + versions[topic], 0));
}
