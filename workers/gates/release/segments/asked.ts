import type { ChoiceAttribute, NumberAttribute } from "../../../terms/segment.ts";

/** 1 met, 0 not met, -1 where the vault cannot say: then neither the condition nor its opposite holds. */
export type Truth = 1 | 0 | -1;

/** What the vault holds of one person about a condition. */
export type Fact =
  | { readonly kind: "number"; readonly attribute: NumberAttribute; readonly value: number | undefined }
  | { readonly kind: "words"; readonly attribute: ChoiceAttribute; readonly values: readonly string[] }
  | { readonly kind: "times"; readonly times: number; readonly latest: number | undefined }
  | {
      readonly kind: "sequence";
      readonly first: number | undefined;
      readonly then: number | undefined;
      /** The days after it are not over: what was to follow may still come. */
      readonly open: boolean;
    }
  | { readonly kind: "has"; readonly has: boolean }
  | { readonly kind: "member"; readonly inside: boolean }
  | { readonly kind: "unknown" };

/** A condition made ready to be asked of each person by index. */
export interface Asked {
  readonly met: (person: number) => Truth;
  readonly fact: (person: number) => Fact;
}
