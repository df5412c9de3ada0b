import { useCallback, useEffect, useRef, useState } from "react";
import { lookAt, newDraft, type Draft, type ReadingChoices } from "./draft.ts";

/** The files of the wizard and how they change. */
export interface Drafts {
  readonly drafts: readonly Draft[];
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: string) => void;
  readonly change: (key: string, part: Partial<Draft>) => void;
  /** Changes how a file is read, and looks at it again at once; `fresh` forgets all earlier choices. */
  readonly read: (key: string, choices: ReadingChoices, fresh?: boolean) => void;
  /** Leaves only the files that did not come in, to try again with. */
  readonly keepRest: () => void;
  readonly clear: () => void;
}

/** Holds the files of the wizard; of several looks under way only the latest counts. */
export function useDrafts(): Drafts {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const latest = useRef(new Map<string, number>());
  const change = useCallback((key: string, part: Partial<Draft>) => {
    setDrafts((now) => now.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
  }, []);
  const lookOnce = useRef<(draft: Draft) => Promise<void>>(() => Promise.resolve());
  const look = useCallback(
    async (key: string, file: File, reading: ReadingChoices) => {
      const turn = (latest.current.get(key) ?? 0) + 1;
      latest.current.set(key, turn);
      const looked = await lookAt(file, reading);
      if (latest.current.get(key) !== turn) return;
      const container = looked.ok ? looked.value.container : undefined;
      if (container?.kind === "zip" && reading.part === undefined) {
        // The draft of an archive becomes that of its first member; the others follow with drafts of their own.
        change(key, { reading: { part: container.part } });
        const others = container.parts
          .filter(({ name, state }) => state !== "empty" && name !== container.part)
          .map(({ name }) => newDraft(file, name));
        setDrafts((now) => now.flatMap((draft) => (draft.key === key ? [draft, ...others] : [draft])));
        for (const other of others) void lookOnce.current(other);
      }
      change(
        key,
        looked.ok
          ? { preview: looked.value, fault: undefined, looking: false }
          : { fault: looked.error, looking: false },
      );
    },
    [change],
  );
  useEffect(() => {
    lookOnce.current = (draft) => look(draft.key, draft.file, draft.reading);
  }, [look]);
  const add = useCallback(
    (files: readonly File[]) => {
      const added = files.map((file) => newDraft(file));
      setDrafts((now) => [...now, ...added]);
      for (const draft of added) void look(draft.key, draft.file, {});
    },
    [look],
  );
  const read = useCallback(
    (key: string, choices: ReadingChoices, fresh = false) => {
      const chosen = (draft: Draft): ReadingChoices => (fresh ? choices : { ...draft.reading, ...choices });
      setDrafts((now) =>
        now.map((draft) => (draft.key === key ? { ...draft, reading: chosen(draft), looking: true } : draft)),
      );
      const draft = drafts.find((one) => one.key === key);
      if (draft) void look(key, draft.file, chosen(draft));
    },
    [drafts, look],
  );
  const remove = useCallback((key: string) => {
    setDrafts((now) => now.filter((draft) => draft.key !== key));
  }, []);
  const keepRest = useCallback(() => {
    setDrafts((now) =>
      now.filter((draft) => draft.done?.ok !== true).map((draft) => ({ ...draft, done: undefined })),
    );
  }, []);
  const clear = useCallback(() => setDrafts([]), []);
  return { drafts, add, remove, change, read, keepRest, clear };
}
