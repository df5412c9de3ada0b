import { fault, type Outcome } from "../../../base/fault.ts";
import { Refused } from "../../../base/refused.ts";
import type { Input } from "../../../contract.ts";
import type { ReleaseEntry } from "../../../terms/release.ts";
import { copySetting, setting } from "../../../vault/settings.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { policyInForce } from "../../policy/in-force.ts";
import { basisOf } from "../../use/permitted-people.ts";
import { entryOfManifest } from "../files/ledger.ts";
import { sealManifest } from "../files/manifest.ts";
import { sha256 as loadSha256 } from "../files/sha256.ts";
import { vaultSigner } from "../files/signature.ts";
import { word } from "../words.ts";

/** What was copied has no file: the ledger describes the clipboard's text by this name, its length and its hash. */
const clipboard = "clipboard.txt";

/** Cells of people that go to the clipboard. */
export const copyMethods: Methods<"releaseCopy"> = { releaseCopy };

/**
 * Enters in ledger and record that cells of people were copied, before they are: when, how much, about whom as far as the screen knows. The
 * text itself is not kept, its SHA-256 is. Faults: "copying-off" unless the vault's setting lets cells be copied; "customer-unknown".
 */
async function releaseCopy(
  workspace: Workspace,
  { text, customerIds, language }: Input<"releaseCopy">,
): Promise<Outcome<ReleaseEntry>> {
  const { vault } = workspace;
  const { db } = vault;
  if (setting(db, copySetting) !== "on") return fault("copying-off");
  const sha256 = await loadSha256();
  return vault.change(["releases", "record"], async (note) => {
    const people = [...new Set(customerIds)];
    for (const id of people)
      if (db.count("SELECT count(*) FROM customers WHERE id = ?", [id]) === 0)
        throw new Refused("customer-unknown");
    const bytes = new TextEncoder().encode(text);
    const policies = policyInForce(db, workspace.now()).packs;
    const manifest = await sealManifest(
      {
        kind: "copy",
        segment: word(language ?? "ja", "copied"),
        purpose: "service",
        recipient: "self",
        basis: basisOf(vault, "service") ?? "contract",
        people: people.length,
        rows: text.split("\n").filter((line) => line.trim() !== "").length,
        columns: [],
        withheld: {},
        ...(policies.length > 0 && { policies }),
        id: crypto.randomUUID(),
        createdAt: workspace.now().toISOString(),
        files: [{ name: clipboard, bytes: bytes.byteLength, sha256: sha256(bytes) }],
      },
      sha256,
      await vaultSigner(db, sha256),
    );
    db.run(
      `INSERT INTO releases (at, kind, segment, purpose, recipient, platform, people, row_count, folder, manifest, state)
       VALUES (?, 'copy', ?, ?, ?, NULL, ?, ?, '', ?, 'released')`,
      [
        manifest.createdAt,
        manifest.segment,
        manifest.purpose,
        manifest.recipient,
        manifest.people,
        manifest.rows,
        JSON.stringify(manifest),
      ],
    );
    const releaseId = db.lastId();
    for (const id of people)
      db.run("INSERT INTO release_people (release_id, customer_id) VALUES (?, ?)", [releaseId, id]);
    note({
      gate: "release",
      action: "release-copy",
      payload: { release: releaseId, people: manifest.people, rows: manifest.rows, digest: manifest.digest },
    });
    return entryOfManifest({ id: releaseId, folder: "", state: "released", withheld: {} }, manifest);
  });
}
