import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import { languages } from "../../../terms/language.ts";
import type { RecallOutcome, RecallPreview, RecallTarget } from "../../../terms/rights.ts";
import type { Act } from "../../../vault/vault.ts";
import type { OutgoingPart } from "../../../ports.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { handOut, outgoingStem } from "../files/hand-out.ts";
import { sha256 as loadSha256, type Sha256 } from "../files/sha256.ts";
import { knownAs } from "./known-as.ts";
import { recallLetter } from "./letter.ts";
import { recallForm, type RecallForm, type RecallWish } from "./recall-forms.ts";
import { recallFiles, recallRows, type RecallList } from "./recall-rows.ts";
import { refusalDue } from "./refusal-due.ts";
import { receivedBy, releasedTo, type Received } from "./recall-targets.ts";

/** A recipient, the form of its list, and the list. */
interface Prepared {
  readonly received: Received;
  readonly form: RecallForm;
  readonly list: RecallList;
}

/** The release gate's share for calling back what was given out. */
export const recallMethods: Methods<"recallPreview" | "recallRelease"> = {
  recallPreview: async (workspace, { wish, ...whom }) => {
    const prepared = prepare(workspace, whom, wish, await loadSha256());
    return prepared === undefined ? fault("release-unknown") : ok(previewOf(workspace, prepared));
  },
  recallRelease,
};

/**
 * Writes, for every recipient that received any of these people, the list on which it is asked to opt them out or delete them, in its own
 * form, and the letter in Japanese and English (GDPR art. 19). Nobody is in a list whose recipient did not have them before.
 * With a release it is about whoever is in that one (or those of them who are named), and its recipient alone.
 * Faults: `recall-nobody`, `release-unknown`, those of saving and of writing.
 */
async function recallRelease(
  workspace: Workspace,
  { wish, folder, language, ...whom }: Input<"recallRelease">,
): Promise<Outcome<RecallOutcome>> {
  const sha256 = await loadSha256();
  const prepared = prepare(workspace, whom, wish, sha256);
  if (prepared === undefined) return fault("release-unknown");
  if (prepared.length === 0) return fault("recall-nobody");
  const now = workspace.now();
  const holder = workspace.vault.info().name;
  const files = prepared.flatMap(({ received, form, list }): readonly OutgoingPart[] => {
    const stem = outgoingStem(`recall-${received.platform.replaceAll("_", "-")}`, now);
    const parts = list.rows.length === 0 ? [] : recallFiles(form, list.rows, language);
    const lists = parts.map((bytes, at) => ({
      name: `${stem}${parts.length === 1 ? "" : `-${String(at + 1)}`}.${form.format.file.extension}`,
      bytes,
    }));
    const facts = {
      received,
      wish,
      lists: lists.map(({ name }) => name),
      people: received.customers.length,
      unlisted: list.unlisted,
      source: form.source,
      holder,
      at: now,
    };
    const letters = languages.map((one) => ({
      name: `${stem}-letter-${one}.txt`,
      bytes: new TextEncoder().encode(recallLetter(facts, one)),
    }));
    return [...lists, ...letters];
  });
  const acts = actsOf(workspace, prepared, wish, files, sha256);
  const written = await handOut(workspace, folder, files, acts, {
    recipients: prepared.map(({ received }) => received.recipient),
    people: peopleOf(prepared),
  });
  return written.ok ? ok({ ...previewOf(workspace, prepared), paths: written.value.paths }) : written;
}

function prepare(
  workspace: Workspace,
  { customerIds, releaseId }: Pick<Input<"recallPreview">, "customerIds" | "releaseId">,
  wish: RecallWish,
  sha256: Sha256,
): readonly Prepared[] | undefined {
  const { db } = workspace.vault;
  const only = releaseId === undefined ? undefined : releasedTo(db, releaseId);
  if (releaseId !== undefined && only === undefined) return undefined;
  const people = [...new Set(customerIds ?? only?.customers ?? [])];
  const homeCountry = workspace.columns().orders.currency === "JPY" ? "JP" : undefined;
  return receivedBy(db, people, only).flatMap((received): Prepared[] => {
    const form = recallForm(received.platform, wish);
    if (form === undefined) return [];
    return [{ received, form, list: recallRows(form, knownAs(db, received.customers), homeCountry, sha256) }];
  });
}

function previewOf(workspace: Workspace, prepared: readonly Prepared[]): RecallPreview {
  return {
    people: peopleOf(prepared).length,
    targets: prepared.map(({ received, form, list }): RecallTarget => {
      const { customers, ...target } = received;
      return {
        ...target,
        people: customers.length,
        rows: list.rows.length,
        unlisted: list.unlisted,
        documented: form.source !== undefined,
        ...(form.source === undefined ? {} : { source: form.source }),
        ...refusalDue(workspace, received),
      };
    }),
  };
}

function peopleOf(prepared: readonly Prepared[]): readonly number[] {
  return [...new Set(prepared.flatMap(({ received }) => received.customers))];
}

/** One line for the act, and one for each person, by which their own papers tell of it. */
function actsOf(
  { vault }: Workspace,
  prepared: readonly Prepared[],
  wish: RecallWish,
  files: readonly OutgoingPart[],
  sha256: Sha256,
): readonly Act[] {
  const people = peopleOf(prepared);
  const digest = sha256(files.map(({ name, bytes }) => `${name} ${sha256(bytes)}`).join("\n"));
  return [
    {
      gate: "release",
      action: "recall",
      payload: { to: wish, people: people.length, recipients: prepared.length, files: files.length, digest },
    },
    ...people.map((id): Act => ({
      gate: "release",
      action: "recalled-person",
      payload: { subject: vault.pseudonym(`customer:${String(id)}`) },
    })),
  ];
}
