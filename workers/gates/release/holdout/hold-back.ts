import { personScores } from "../../../analysis/person-scores.ts";
import type { HoldoutRequest } from "../../../terms/holdout.ts";
import type { Workspace } from "../../../workspace.ts";
import type { Consented } from "../consented/consented-rows.ts";
import { chooseControl, controlSize, freshSeed } from "./choose-control.ts";
import type { Control } from "./store.ts";

/** How long a control stays out of further releases where nothing else is asked: a month, in which most who would come back do. */
const defaultDays = 30;

/**
 * Takes the control out of those whose rows would leave: a random share of each RFM group (people without one are a group). A preview
 * (`choose` false) only counts it. Everybody kept back would have left otherwise, so the two arms differ by chance alone.
 */
export function holdBack(
  workspace: Workspace,
  consented: Consented,
  asked: HoldoutRequest | undefined,
  choose: boolean,
): { readonly consented: Consented; readonly control: Control | undefined } {
  if (asked === undefined) return { consented, control: undefined };
  const { count, persons, withheld } = consented;
  const held = controlSize(count, asked.share);
  const counted = { ...consented, count: count - held, withheld: { ...withheld, "held-out": held } };
  if (!choose) return { consented: counted, control: undefined };
  const { codes } = personScores(workspace).rfmGroup;
  const seed = asked.seed ?? freshSeed();
  const kept = chooseControl(
    persons.map((person) => codes[person]!),
    asked.share,
    seed,
  );
  const { id } = workspace.columns().people;
  return {
    consented: {
      ...counted,
      persons: persons.filter((_, place) => kept[place] === 0),
    },
    control: {
      share: asked.share,
      seed,
      days: asked.days ?? defaultDays,
      customers: persons.filter((_, place) => kept[place] === 1).map((person) => id[person]!),
    },
  };
}
