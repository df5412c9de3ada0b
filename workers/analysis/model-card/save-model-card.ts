import type { Outcome } from "../../base/fault.ts";
import type { Input } from "../../contract.ts";
import { handOut } from "../../gates/release/files/hand-out.ts";
import type { Workspace } from "../../workspace.ts";
import { cardPage } from "./card-page.ts";
import { modelCard } from "./model-card.ts";

/**
 * Writes a run's card as JSON and as a self-contained page, entered in what left. It speaks of nobody. Faults: run-unknown, those of writing.
 */
export async function saveModelCard(
  workspace: Workspace,
  { runId, folder, language }: Input<"saveModelCard">,
): Promise<Outcome<{ readonly paths: readonly string[] }>> {
  const card = await modelCard(workspace, { runId, language });
  if (!card.ok) return card;
  const { model, verdict } = card.value;
  const encoder = new TextEncoder();
  const stem = `kurabito-model-card-${model}-${String(runId)}`;
  return handOut(
    workspace,
    folder,
    [
      { name: `${stem}.json`, bytes: encoder.encode(JSON.stringify(card.value)) },
      { name: `${stem}.html`, bytes: encoder.encode(cardPage(card.value)) },
    ],
    [{ gate: "release", action: "model-card-saved", payload: { run: runId, model, verdict } }],
  );
}
