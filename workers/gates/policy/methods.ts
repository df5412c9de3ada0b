import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import type { PolicyPack, PolicyPreview, PolicyState } from "../../terms/policy.ts";
import type { Database } from "../../vault/database.ts";
import type { Methods, Workspace } from "../../workspace.ts";
import { effectOf } from "./effect.ts";
import { enact, packNames } from "./enact.ts";
import { policyInForce, policyOf, storedPacks } from "./in-force.ts";
import { programPacks } from "./packs/index.ts";
import { readPack } from "./read-pack.ts";
import { viewOfPack } from "./views.ts";

interface KnownPack {
  readonly pack: PolicyPack;
  readonly origin: "program" | "file";
}

/** The packs of the program, and those in force that it does not bring or brings older: the newest version of each. */
function knownPacks(db: Database): readonly KnownPack[] {
  const stored = storedPacks(db).map(({ pack }) => pack);
  const newer = stored.filter(
    ({ id, version }) => !programPacks.some((own) => own.id === id && own.version >= version),
  );
  return [
    ...programPacks
      .filter(({ id }) => !newer.some((pack) => pack.id === id))
      .map((pack) => ({ pack, origin: "program" as const })),
    ...newer.map((pack) => ({ pack, origin: "file" as const })),
  ];
}

/** The packs the vault knows, with their rules, and which are in force since when. */
async function showPolicy({ vault }: Workspace): Promise<Outcome<PolicyState>> {
  const stored = storedPacks(vault.db);
  return ok({
    packs: knownPacks(vault.db).map(({ pack, origin }) =>
      viewOfPack(
        pack,
        stored.find((one) => one.pack.id === pack.id),
        origin,
      ),
    ),
  });
}

/** The packs a choice names, those of files checked and in the place of any of their name. */
function chosen(db: Database, { packs, files = [] }: Input<"applyPolicy">): Outcome<readonly PolicyPack[]> {
  const found = new Map<string, PolicyPack>();
  const known = knownPacks(db);
  for (const id of packs) {
    const pack = known.find((one) => one.pack.id === id)?.pack;
    if (pack === undefined) return fault("policy-pack-unknown", { id: id.replace(/[^\w-]/g, "") });
    found.set(id, pack);
  }
  for (const text of files) {
    const pack = readPack(text);
    if (!pack.ok) return pack;
    found.set(pack.value.id, pack.value);
  }
  return ok([...found.values()]);
}

/**
 * What the vault would look like with other packs in force; changes nothing, and puts down that it was asked. Faults:
 * `policy-pack-unknown`, those of reading a pack, those of saving.
 */
async function previewPolicy(
  workspace: Workspace,
  choice: Input<"previewPolicy">,
): Promise<Outcome<PolicyPreview>> {
  const { vault } = workspace;
  const packs = chosen(vault.db, choice);
  if (!packs.ok) return packs;
  const now = workspace.now();
  const before = policyInForce(vault.db, now);
  const after = policyOf(packs.value, now);
  const effect = effectOf(workspace, { before, after });
  return vault.change(["record"], (note) => {
    note({
      gate: "use",
      action: "policy-previewed",
      payload: { packs: packNames(after.packs), stopped: effect.releases.stopped.length },
    });
    return { packs: after.packs, before: before.packs, ...effect };
  });
}

/**
 * Puts packs in force in the place of those there are, at every gate with the same change. Faults: as `previewPolicy`.
 */
async function applyPolicy(
  workspace: Workspace,
  choice: Input<"applyPolicy">,
): Promise<Outcome<PolicyState>> {
  const { vault } = workspace;
  const packs = chosen(vault.db, choice);
  if (!packs.ok) return packs;
  const now = workspace.now();
  const before = policyInForce(vault.db, now).packs;
  const done = await vault.change(["vault", "consent", "insight", "segments", "record"], (note) => {
    enact(vault.db, packs.value, now);
    note({
      gate: "use",
      action: "policy-applied",
      payload: { packs: packNames(packs.value), before: packNames(before) },
    });
  });
  return done.ok ? showPolicy(workspace) : done;
}

/** The share of the contract that is about the law in force. */
export const policyMethods: Methods<"showPolicy" | "previewPolicy" | "applyPolicy"> = {
  showPolicy,
  previewPolicy,
  applyPolicy,
};
