import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { FaultCode, Outcome } from "../../workers/base/fault.ts";
import type { JobTicket } from "../../workers/base/job.ts";
import { newJobTicket } from "../../workers/base/job.ts";
import type { VaultApi } from "../../workers/contract.ts";
import { verifyManifest, type ManifestReport } from "../../workers/gates/release/verify.ts";
import type { CohortReport, LifetimeReport, Overview, RfmReport } from "../../workers/terms/insight.ts";
import type { ImportOutcome, QuarantinedRow } from "../../workers/terms/intake.ts";
import type { Language } from "../../workers/terms/language.ts";
import type { PurposeSummary } from "../../workers/terms/purpose.ts";
import type { RecordLine, RecordVerification } from "../../workers/terms/record.ts";
import type { ReleaseOutcome } from "../../workers/terms/release.ts";
import type { SegmentDefinition, SegmentPreview } from "../../workers/terms/segment.ts";

/** Everything the tour found, for the report. */
export interface TourResults {
  readonly imports: readonly ImportOutcome[];
  readonly quarantine: readonly QuarantinedRow[];
  readonly overview: Overview;
  readonly rfm: RfmReport;
  readonly cohorts: CohortReport;
  readonly lifetime: LifetimeReport;
  readonly consent: readonly PurposeSummary[];
  /** The segment in both languages: only its sentence differs. */
  readonly segment: Readonly<Record<Language, SegmentPreview>>;
  readonly releases: readonly VerifiedRelease[];
  readonly record: { readonly verification: RecordVerification; readonly lines: readonly RecordLine[] };
}

export interface VerifiedRelease {
  readonly outcome: ReleaseOutcome;
  readonly report: ManifestReport;
}

/** A step that ended in a fault: the tour stops there. */
export class TourStopped extends Error {
  readonly code: FaultCode;
  readonly step: string;

  constructor(step: string, code: FaultCode) {
    super(`${step}: ${code}`);
    this.name = "TourStopped";
    this.code = code;
    this.step = step;
  }
}

/** People who bought again, and are going quiet or spend much: the ones a letter may win back. */
const winBack: SegmentDefinition = {
  groups: [
    { anyOf: [{ kind: "number", attribute: "orders", comparison: "atLeast", value: 2 }] },
    {
      anyOf: [
        { kind: "number", attribute: "pAlive", comparison: "atMost", value: 0.6 },
        { kind: "number", attribute: "recencyDays", comparison: "atLeast", value: 120 },
      ],
    },
  ],
};

const segmentNames: Readonly<Record<Language, string>> = { ja: "離れそうな常連", en: "Regulars going quiet" };

/**
 * The main job on an empty vault: the sample in, who the customers are, who is leaving, a segment, an
 * aggregate and a consented list out, both verified against their manifests.
 *
 * @param say is told of each step as it begins.
 * @throws TourStopped at the first step that is refused.
 */
export async function takeTour(
  api: VaultApi,
  options: { readonly language: Language; readonly releaseFolder: string },
  say: (step: string) => void,
): Promise<TourResults> {
  const job = newJobTicket("tour");
  const step = async <T>(name: string, work: () => Promise<Outcome<T>>): Promise<T> => {
    say(name);
    const outcome = await work();
    if (!outcome.ok) throw new TourStopped(name, outcome.error.code);
    return outcome.value;
  };
  const { language } = options;
  const { imports } = await step("import", () => api.loadSample({ language, job }));
  const quarantine = await step("quarantine", () => api.listQuarantine({ offset: 0, limit: 100 }));
  const overview = await step("overview", () => api.overview({}));
  const rfm = await step("rfm", () => api.rfm({}));
  const cohorts = await step("cohorts", () => api.cohorts({ unit: "month" }));
  const lifetime = await step("lifetime", () => api.fitLifetime({ options: {}, job }));
  const consent = await step("consent", () => api.consentSummary({}));
  const segment = {
    ja: await step("segment", () => api.previewSegment({ definition: winBack, language: "ja" })),
    en: await step("segment", () => api.previewSegment({ definition: winBack, language: "en" })),
  };
  const saved = await step("segment", () =>
    api.saveSegment({ name: segmentNames[language], definition: winBack }),
  );
  const releases = await releaseBoth(api, saved.id, options.releaseFolder, step);
  return {
    imports,
    quarantine: quarantine.rows,
    overview,
    rfm,
    cohorts,
    lifetime,
    consent,
    segment,
    releases,
    record: await readRecord(api, job, step),
  };
}

type Step = <T>(name: string, work: () => Promise<Outcome<T>>) => Promise<T>;

async function releaseBoth(
  api: VaultApi,
  segmentId: number,
  folder: string,
  step: Step,
): Promise<readonly VerifiedRelease[]> {
  const aggregate = await step("release-aggregate", () =>
    api.releaseAggregate({
      request: { dimensions: ["prefecture", "gender"], measures: ["people", "orders", "revenue"] },
      folder,
    }),
  );
  const consented = await step("release-consented", () =>
    api.releaseConsented({
      request: { segmentId, purpose: "email_marketing", recipient: "self", platform: "spreadsheet" },
      folder,
    }),
  );
  return [await verified(aggregate), await verified(consented)];
}

async function verified(outcome: ReleaseOutcome): Promise<VerifiedRelease> {
  const manifest = outcome.paths.find((path) => path.endsWith(".json")) ?? "";
  const text = await readFile(manifest, "utf8");
  const report = await verifyManifest(text, (name) => readFile(join(dirname(manifest), basename(name))));
  return { outcome, report };
}

async function readRecord(api: VaultApi, job: JobTicket, step: Step): Promise<TourResults["record"]> {
  const verification = await step("record", () => api.verifyRecord({ job }));
  const { lines } = await step("record", () => api.listRecord({ offset: 0, limit: 100 }));
  return { verification, lines };
}
