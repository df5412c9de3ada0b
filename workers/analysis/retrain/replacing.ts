import type { Act } from "../../vault/vault.ts";

/**
 * What goes with the storing of a run that takes another one's place, inside the same change: called before the old scores go,
 * answers with what is to be done once the new ones are there.
 */
export type Replacing = () => (run: number, report: object, note: (act: Act) => void) => void;
