import * as v from "valibot";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import {
  firmRoles,
  firmSchema,
  sourceRoles,
  type Firm,
  type FirmRoles,
  type GovernanceRole,
  type RoleHolder,
} from "../../../terms/governance.ts";
import type { Database } from "../../../vault/database.ts";
import { putSetting, setting } from "../../../vault/settings.ts";
import type { Workspace } from "../../../workspace.ts";

/** The setting under which the firm is described. */
const FIRM = "firm";
const nobody: Firm = { name: "", address: "", representative: "", contact: "" };
const roles: readonly GovernanceRole[] = [...firmRoles, ...sourceRoles];

/** The firm as its owner described it; empty texts where nothing was said. */
export function readFirm(db: Database): Firm {
  const text = setting(db, FIRM);
  if (text === "") return nobody;
  const read = v.safeParse(firmSchema, JSON.parse(text));
  return read.success ? read.output : nobody;
}

/** Who holds which role, in the order of the roles, then by source. */
export function readHolders(db: Database): readonly RoleHolder[] {
  return db
    .rows<RoleHolder>("SELECT role, source, name, post, contact, since FROM firm_roles ORDER BY source")
    .filter(({ role }) => roles.includes(role))
    .sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
}

/** Sources that something came from and stayed. */
function readSources(db: Database): readonly string[] {
  return db
    .rows<{ source: string }>("SELECT DISTINCT source FROM imports WHERE undone_at IS NULL ORDER BY source")
    .map(({ source }) => source);
}

/** The firm, its people and the sources they may answer for. */
export async function showFirm({ vault: { db } }: Workspace): Promise<Outcome<FirmRoles>> {
  return ok({ firm: readFirm(db), holders: readHolders(db), sources: readSources(db) });
}

/** Keeps how the firm is called and reached. The record says that, not what. Faults: those of saving. */
export async function saveFirm(workspace: Workspace, firm: Input<"saveFirm">): Promise<Outcome<FirmRoles>> {
  const { vault } = workspace;
  const done = await vault.change(["vault", "record"], (note) => {
    putSetting(vault.db, FIRM, JSON.stringify(firm));
    note({
      gate: "use",
      action: "firm-described",
      payload: { written: Object.values(firm).filter((text) => text !== "").length },
    });
  });
  return done.ok ? showFirm(workspace) : done;
}

/**
 * Gives a role to somebody of the firm, or takes it (no name). A role of a source needs a source that has brought something.
 * Faults: `source-unknown`, those of saving.
 */
export async function saveRole(
  workspace: Workspace,
  { role, source = "", name, post = "", contact = "" }: Input<"saveRole">,
): Promise<Outcome<FirmRoles>> {
  const { vault } = workspace;
  const ofSource = sourceRoles.some((one) => one === role);
  if (ofSource ? !readSources(vault.db).includes(source) : source !== "") return fault("source-unknown");
  const done = await vault.change(["vault", "record"], (note) => {
    if (name === "") vault.db.run("DELETE FROM firm_roles WHERE role = ? AND source = ?", [role, source]);
    else
      vault.db.run(
        "INSERT OR REPLACE INTO firm_roles (role, source, name, post, contact, since) VALUES (?, ?, ?, ?, ?, ?)",
        [role, source, name, post, contact, workspace.now().toISOString()],
      );
    note({ gate: "use", action: "role-given", payload: { role, written: name !== "" } });
  });
  return done.ok ? showFirm(workspace) : done;
}
