import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sampleShop, defaultSeed } from "../../workers/sample/shop.ts";
import type { Language } from "../../workers/terms/language.ts";
import { done, type Reply } from "../cli/core/command.ts";
import type { Io } from "../cli/core/io.ts";
import { withNewVault } from "../cli/core/session.ts";
import { defaultFolders } from "../hostservice/folders.ts";
import { vaultExtension } from "../vaultfile/side-files.ts";
import { tourReport } from "./report.ts";
import { takeScreenshots, type Screenshot } from "./screenshots.ts";
import { takeTour, TourStopped, type TourResults } from "./steps.ts";

/** The tour's vault holds fiction only, so its passphrase is no secret. */
export const tourPassphrase = "kumoi tea tour open to all";
const vaultName = "kumoi-tea";

export interface TourOptions {
  /** An empty or new folder; everything the tour makes lies in it. */
  readonly out: string;
  readonly language: Language;
  /** The built window to photograph; no screenshots when left out. */
  readonly distFolder?: string;
}

/** What the tour left in its folder. */
export interface TourOutcome {
  readonly results: TourResults;
  readonly report: string;
  readonly vault: string;
  readonly released: readonly string[];
  /** Undefined when there was no browser or no built window. */
  readonly screenshots: readonly Screenshot[] | undefined;
}

/**
 * The sample tour without a window: the sample's files, a vault, what was released from it, the report
 * and, where a browser is found, screenshots, all in one folder.
 *
 * @throws TourStopped when a step is refused.
 */
export async function runTour(options: TourOptions, io: Io): Promise<TourOutcome> {
  const { out, language, distFolder } = options;
  const say = (step: string) => io.out(`  ${step}\n`);
  await writeSampleFiles(join(out, "sample-files"), language);
  const home = join(out, "home");
  const vault = join(defaultFolders(home).vaults, `${vaultName}${vaultExtension}`);
  const releaseFolder = join(out, "released");
  const results = await inNewVault(io, vault, language, (api) =>
    takeTour(api, { language, releaseFolder }, say),
  );
  const report = join(out, "report.html");
  await writeFile(report, tourReport(results, []));
  const screenshots = distFolder === undefined ? undefined : await photograph({ distFolder, home, out }, say);
  if (screenshots !== undefined) await writeFile(report, tourReport(results, screenshots));
  return {
    results,
    report,
    vault,
    released: results.releases.flatMap(({ outcome }) => outcome.paths),
    screenshots,
  };
}

async function writeSampleFiles(folder: string, language: Language): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, bytes } of sampleShop(defaultSeed, language)) await writeFile(join(folder, name), bytes);
}

async function inNewVault<T>(
  io: Io,
  path: string,
  language: Language,
  work: (api: Parameters<Parameters<typeof withNewVault>[3]>[0]) => Promise<T>,
): Promise<T> {
  let result: T | undefined;
  const withPassphrase: Io = { ...io, env: { ...io.env, KURABITO_PASSPHRASE: tourPassphrase } };
  const reply: Reply = await withNewVault(
    withPassphrase,
    path,
    { name: vaultName, sample: true, language },
    async (api) => {
      result = await work(api);
      return done(null, []);
    },
  );
  if (reply.kind === "refused") throw new TourStopped("vault", reply.fault.code);
  if (result === undefined) throw new Error("the tour's vault was not opened");
  return result;
}

/** A browser that fails takes nothing away from the tour: the report stands without its pictures. */
async function photograph(
  { distFolder, home, out }: { readonly distFolder: string; readonly home: string; readonly out: string },
  say: (step: string) => void,
): Promise<readonly Screenshot[] | undefined> {
  const folder = join(out, "screenshots");
  const studio = { distFolder, home, vaultName, passphrase: tourPassphrase, folder, relative: "screenshots" };
  try {
    return await takeScreenshots(studio, say);
  } catch (error) {
    say(`screenshots: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : "failed"}`);
    return undefined;
  }
}
