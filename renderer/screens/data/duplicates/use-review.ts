import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { DuplicateGroup, DuplicateQueue } from "../../../../workers/terms/identity.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery, type Query } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { tickedAtFirst } from "./ticked-at-first.ts";

/** Groups asked for at once. */
export const PAGE = 20;

/** The queue of groups as the reader stands in it, and what can be done there. */
export interface Review {
  readonly query: Query<DuplicateQueue>;
  readonly group: DuplicateGroup | undefined;
  /** Place in the whole queue, from 0, and of the first group shown. */
  readonly place: number;
  readonly offset: number;
  readonly chosen: ReadonlySet<number>;
  readonly fault: Fault | undefined;
  readonly busy: boolean;
  readonly move: (to: number) => void;
  readonly choose: (id: number, chosen: boolean) => void;
  readonly decide: (decision: "merge" | "apart" | "later") => Promise<void>;
  readonly undoLast: () => Promise<void>;
}

/** Reads the queue like mail: one group after the other, the next one moving up when one is decided. */
export function useReview(onDecided: () => void): Review {
  const { t } = useTranslation("duplicates");
  const [wanted, setWanted] = useState(0);
  const [picked, setPicked] = useState<{ readonly key: string; readonly ids: ReadonlySet<number> }>();
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const running = useRef<Promise<unknown>>(Promise.resolve());
  const offset = Math.floor(wanted / PAGE) * PAGE;
  const query = useVaultQuery("listDuplicateGroups", { offset, limit: PAGE }, ["people", "consent"]);
  const queue = query.state === "ready" ? query.value : undefined;
  const total = queue?.total ?? 0;
  const place = Math.max(0, Math.min(wanted, total - 1));
  const group = queue?.groups[place - offset];
  // The last of a page was decided: the page before is asked for.
  if (queue !== undefined && wanted >= queue.total && wanted > 0) setWanted(Math.max(0, queue.total - 1));
  const chosen = useMemo((): ReadonlySet<number> => {
    if (group === undefined) return new Set();
    return picked?.key === group.key ? picked.ids : tickedAtFirst(group);
  }, [group, picked]);
  const choose = (id: number, now: boolean): void => {
    if (group === undefined) return;
    const ids = new Set(chosen);
    if (now) ids.add(id);
    else ids.delete(id);
    setPicked({ key: group.key, ids });
  };
  const move = useCallback(
    (to: number) => setWanted(Math.max(0, Math.min(to, Math.max(0, total - 1)))),
    [total],
  );
  const decide = async (decision: "merge" | "apart" | "later"): Promise<void> => {
    if (group === undefined) return;
    // The group that is shown may be another in a moment: a key is not kept for one that nobody has seen.
    if (busy) {
      toast("info", t("stillSaving"));
      return;
    }
    const people = decision === "later" ? group.people.map(({ id }) => id) : [...chosen];
    if (people.length < 2) {
      toast("warn", t("chooseTwo"));
      return;
    }
    setBusy(true);
    setFault(undefined);
    const deciding = vaultApi().decideGroup({ people, decision });
    running.current = deciding;
    const done = await deciding;
    if (running.current === deciding) setBusy(false);
    if (!done.ok) {
      setFault(done.error);
      return;
    }
    const said = { merge: t("merged", { count: people.length }), apart: t("keptApart"), later: t("putOff") };
    toast("ok", said[decision]);
    onDecided();
  };
  const undoLast = async (): Promise<void> => {
    // The list changes before the decision is saved: an undo pressed meanwhile waits for it, and one after the other.
    setBusy(true);
    const undoing = running.current.then(undoLatest);
    running.current = undoing;
    const found = await undoing;
    // Of several only the last frees the keys.
    if (running.current === undoing) setBusy(false);
    if (found === undefined) toast("info", t("noDecisions"));
    else if ("code" in found) setFault(found);
    else toast("ok", t("undone", { count: found.decisions }));
    onDecided();
  };
  return { query, group, place, offset, chosen, fault, busy, move, choose, decide, undoLast };
}

/** Takes the latest decision that stands back: how many decisions that was, a fault, or undefined when there is none. */
async function undoLatest(): Promise<{ readonly decisions: number } | Fault | undefined> {
  for (let offset = 0; ; offset += PAGE) {
    const page = await vaultApi().listDecisions({ offset, limit: PAGE });
    if (!page.ok) return page.error;
    const last = page.value.entries.find(({ undoneAt }) => undoneAt === undefined);
    if (last !== undefined) {
      const undone = await vaultApi().undoDecision({ batch: last.batch });
      return undone.ok ? undone.value : undone.error;
    }
    if (offset + PAGE >= page.value.total) return undefined;
  }
}
