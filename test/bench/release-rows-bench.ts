import { createHash } from "node:crypto";
import { createReadStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultFolders } from "../../main/hostservice/folders.ts";
import { createHostService } from "../../main/hostservice/host-service.ts";
import { consentedPeople, consentedRows } from "../../workers/gates/release/consented/consented-rows.ts";
import type { PeopleSlices, PersonField } from "../../workers/gates/release/consented/people-table.ts";
import { writeConsented } from "../../workers/gates/release/consented/write-consented.ts";
import { sha256 as loadSha256 } from "../../workers/gates/release/files/sha256.ts";
import { formatOf } from "../../workers/gates/release/platforms/index.ts";
import type { Releasable } from "../../workers/gates/use/permitted.ts";
import { consentedWays } from "../../workers/terms/release.ts";
import type { ReleasePort } from "../../workers/ports.ts";

const MB = 1e6;

/** People as a vault would hold them, made when they are read. */
const people: PeopleSlices = () => ({
  text: (field: PersonField, n) => {
    switch (field) {
      case "email":
        return `person${String(n)}@example.co.jp`;
      case "phone":
        return `090-${String(1000 + (n % 9000))}-${String(1000 + ((n * 7) % 9000))}`;
      case "family_name":
        return `佐藤${String(n % 977)}`;
      case "given_name":
        return `花子${String(n % 991)}`;
      case "postal_code":
        return "060-0001";
      case "prefecture":
        return "北海道";
      default:
        return undefined;
    }
  },
});

type Way = (typeof consentedWays)[number];

/**
 * A list of so many people to a platform through the release gate's own way (who may leave, rows, twin, hashes) onto the disk by the host's
 * release service, after one of a fiftieth of them: resident memory at its peak above the start, beside what ids and masks take.
 */
export async function measureReleaseRows(most: number, platform: string): Promise<void> {
  const way = consentedWays.find((one) => one.platform === platform);
  if (way === undefined) throw new Error(`no such platform: ${platform}`);
  for (const count of [Math.round(most / 50), most]) {
    const home = mkdtempSync(join(tmpdir(), "kurabito-rows-"));
    try {
      await measure(count, home, way);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  }
}

async function measure(count: number, home: string, way: Way): Promise<void> {
  const format = formatOf(way)!;
  globalThis.gc?.();
  const start = process.memoryUsage().rss;
  let peak = start;
  const job = {
    check: () => undefined,
    progress: () => {
      peak = Math.max(peak, process.memoryUsage().rss);
    },
  };
  const began = process.cpuUsage();
  const segment = new Uint8Array(count).fill(1);
  const silent = { "consent-denied": 0, "consent-unknown": 0, "stopped-by-law": 0 };
  const releasable = { ...way, mask: segment, count, withheld: silent, withheldWithin: () => silent };
  const tools = { format, people, homeCountry: "JP" };
  const consented = await consentedPeople(segment, releasable as unknown as Releasable, tools, job);
  const { rows } = consentedRows(consented, tools, await loadSha256(), job);
  const folder = defaultFolders(home).releases;
  const releases = portOf(home);
  const written = await writeConsented(releases, folder, way, format, rows);
  if (!written.ok) throw new Error(written.error.code);
  const names = written.value.files.map((_, part) => `list-${String(part + 1)}.csv`);
  const finished = await written.value.staging.finish(names, []);
  if (!finished.ok) throw new Error(finished.error.code);
  const published = await releases.publish(finished.value.token);
  if (!published.ok) throw new Error(published.error.code);
  const { user, system } = process.cpuUsage(began);
  job.progress();
  const bytes = published.value.paths.reduce((sum, path) => sum + statSync(path).size, 0);
  const agree = (await fileHash(published.value.paths[0]!)) === written.value.files[0]!.sha256;
  // Mask, the people asked about, who is usable, and the copy cut to length; the twin's seen keys grow in steps of two.
  const ids = count * (1 + 4 + 4 + 4);
  process.stdout.write(
    `${count.toLocaleString("en")} people to ${way.platform}: ${bytes.toLocaleString("en")} bytes in ${String(names.length)} file(s), hash of the first ${agree ? "agrees" : "DIFFERS"}; ` +
      `forecast ${written.value.forecast.accepted.toLocaleString("en")} accepted\n` +
      `  resident at most ${((peak - start) / MB).toFixed(0)} MB above the start of ${(start / MB).toFixed(0)} MB; ids and masks ${(ids / MB).toFixed(0)} MB; ` +
      `processor time ${((user + system) / 1e6).toFixed(0)} s\n`,
  );
}

/** The host's release service as the vault worker reaches it. */
function portOf(home: string): ReleasePort {
  const { api } = createHostService({
    kind: "chromium",
    version: "0",
    languages: [],
    folders: defaultFolders(home),
    dialogs: {
      native: false,
      chooseVault: () => Promise.resolve(undefined),
      chooseFolder: () => Promise.resolve(undefined),
      showFolder: () => Promise.resolve(),
    },
    networkCount: () => ({ refused: 0, sent: 0 }),
  });
  return {
    stage: (folder, files) => api.stageRelease({ folder, files: [...files] }),
    begin: (folder) => api.beginRelease({ folder }),
    append: (token, file, bytes) => api.appendRelease({ token, file, bytes }),
    finish: (token, names, beside) => api.finishRelease({ token, names: [...names], beside: [...beside] }),
    publish: (token) => api.publishRelease({ token }),
    discard: (token) => api.discardRelease({ token }),
  };
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest("hex");
}
