import type { FilePreview, PreviewNote } from "../../../workers/terms/intake.ts";
import type { Words } from "../core/words.ts";

/** What `import` says of a file beside the counts: which format or own mapping it was read by, and what is worth a look. */
export interface FileNotes {
  readonly preset?: string;
  readonly mapping?: string;
  readonly notes: readonly PreviewNote[];
}

/** The notes of a preview that a run without a window would else pass over. */
export function notesOf({ preset, mapping, notes }: FilePreview): FileNotes {
  return {
    ...(preset === undefined ? {} : { preset }),
    ...(mapping === undefined ? {} : { mapping }),
    notes,
  };
}

/** The same in sentences: what each column without a meaning says of itself is left to `import profile`. */
export function noteLines({ mapping, notes }: FileNotes, words: Words): readonly string[] {
  return [
    ...(mapping === undefined ? [] : [words.say("note-mapping", { name: mapping })]),
    ...notes.flatMap((note) => sentence(note, words) ?? []),
  ];
}

function sentence({ code, details }: PreviewNote, words: Words): string | undefined {
  const heading = details["heading"];
  switch (code) {
    case "preset-unconfirmed":
      return words.say("note-unconfirmed");
    case "preset-lacks":
      return words.say(`note-lacks-${lackOf(details["lack"])}`);
    case "special-category-dropped":
      return words.say("note-special-dropped", {
        heading,
        kind: words.label("words", `look.${String(details["kind"])}`),
      });
    case "duplicate-heading":
      return words.say("note-duplicate-heading", { heading, times: details["count"] });
    case "guessed-date-order":
      return words.say("note-guessed-date-order", {
        order: words.label("words", `dateOrder.${String(details["order"])}`),
      });
    case "no-heading":
      return words.say("note-no-heading");
    case "no-customer":
    case "column-not-stored":
      return undefined;
  }
}

function lackOf(lack: string | number | undefined): "customer" | "email" | "consent" | "lines" | "people" {
  return lack === "customer" || lack === "email" || lack === "lines" || lack === "people" ? lack : "consent";
}
