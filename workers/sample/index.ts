import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import type { Input } from "../contract.ts";
import { intakeMethods } from "../gates/intake/index.ts";
import type { ImportOutcome } from "../terms/intake.ts";
import type { Answer, Methods, Workspace } from "../workspace.ts";
import { defaultSeed, sampleShop } from "./shop.ts";

/** The sample's share of the contract. */
export const sampleMethods: Methods<"loadSample"> = { loadSample };

/**
 * Brings the fictional shop into an empty vault. Its files go the way of any file: previewed, read under
 * the plan the preview proposes, and imported one after the other through the intake gate.
 *
 * Faults: "vault-not-empty", and those of an import; files imported before a fault or a cancel stay
 * imported, each of them whole.
 */
async function loadSample(
  workspace: Workspace,
  { language, job }: Input<"loadSample">,
): Promise<Outcome<Answer<"loadSample">>> {
  const { db } = workspace.vault;
  if (db.count("SELECT count(*) FROM customers") > 0 || db.count("SELECT count(*) FROM imports") > 0)
    return fault("vault-not-empty");
  const imports: ImportOutcome[] = [];
  for (const { name, bytes } of sampleShop(defaultSeed, language)) {
    const file = new Blob([new Uint8Array(bytes)]);
    const preview = await intakeMethods.previewFile(workspace, { file, name });
    if (!preview.ok) return preview;
    const { plan } = preview.value;
    const imported = await intakeMethods.importFile(workspace, { file, name, plan, job });
    if (!imported.ok) return imported;
    imports.push(imported.value);
  }
  return ok({ imports });
}
