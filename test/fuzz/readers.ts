import { readRollbackJournal } from "../../workers/base/rollback-journal.ts";
import { randomStream } from "../../workers/stats/random.ts";
import { manifestSeal } from "../../workers/vault/freshness-manifest.ts";
import { secretOf, storedVectors } from "../kit/stored-vectors.ts";
import { mutated, noise } from "./mutate.ts";
import { fuzz, type FuzzCounts } from "./watch.ts";

/** Journals of the kit, changed. What is read must lie within the bytes and name possible pages. */
export function fuzzJournal(cases: number, seed = 3): Promise<FuzzCounts> {
  const random = randomStream(seed);
  const journals = storedVectors().filter(({ kind }) => kind === "journal");
  return fuzz("the journal's reader", cases, (index) => {
    const from = journals[index % journals.length]?.bytes ?? new Uint8Array();
    const bytes = index % 10 === 9 ? noise(random, random.below(2000)) : mutated(random, from);
    const journal = readRollbackJournal(bytes);
    if (journal === undefined) return "refused";
    if (journal.end > bytes.length || journal.pages.length !== journal.records)
      throw new Error("records it has not");
    for (const { page, bytes: original } of journal.pages)
      if (page < 1 || page > journal.pageCount || original.length !== journal.pageBytes)
        throw new Error("a page that cannot be");
    return "read";
  });
}

/** Manifests of the kit, changed: none but the very same bytes may hold. */
export async function fuzzManifest(cases: number, seed = 4): Promise<FuzzCounts> {
  const random = randomStream(seed);
  const manifests = storedVectors().filter(({ kind }) => kind === "manifest");
  const sound = new Set(
    manifests.filter((one) => one.expect === "ok").map(({ bytes }) => Buffer.from(bytes).toString("latin1")),
  );
  const usual = manifests.find(({ expect }) => expect === "ok");
  if (usual === undefined) throw new Error("the kit holds no manifest");
  const seal = await manifestSeal(new Uint8Array(secretOf(usual)));
  return fuzz("the manifest's reader", cases, async (index) => {
    const from = manifests[index % manifests.length]?.bytes ?? new Uint8Array();
    const bytes = index % 10 === 9 ? noise(random, random.below(5000)) : mutated(random, from);
    const manifest = await seal.decode(bytes);
    if (manifest === undefined) return "refused";
    if (!sound.has(Buffer.from(bytes).toString("latin1"))) throw new Error("a manifest nobody sealed");
    return "held, being unchanged";
  });
}
