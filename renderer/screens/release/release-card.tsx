import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Outcome } from "../../../workers/base/fault.ts";
import type { JobTicket } from "../../../workers/base/job.ts";
import type { ReleaseOutcome } from "../../../workers/terms/release.ts";
import { Button, Card, FaultNotice, JobProgress } from "../../components/index.ts";
import { FolderField } from "./folder-field.tsx";
import { ReleaseResult } from "./release-result.tsx";
import { useRelease } from "./use-release.ts";

/** The last step of a release of figures: a folder, the act, and what came of it. */
export function ReleaseCard({
  namespace,
  may,
  act,
}: {
  /** Of the words `releaseTitle`, `releaseText`, `release`, `releasing` and `again`. */
  readonly namespace: "aggregate" | "edge" | "figures" | "research";
  /** Whether what is shown may leave. */
  readonly may: boolean;
  readonly act: (folder: string, job: JobTicket) => Promise<Outcome<ReleaseOutcome>>;
}): ReactElement {
  const { t } = useTranslation(namespace);
  const { folder, setFolder, busy, fault, outcome, job, release, again } = useRelease(t("release"), act);
  return (
    <Card title={t("releaseTitle")}>
      {outcome ? (
        <ReleaseResult outcome={outcome} />
      ) : (
        <>
          <p>{t("releaseText")}</p>
          <FolderField folder={folder} onChange={setFolder} />
          {fault && <FaultNotice fault={fault} />}
          {job && <JobProgress job={job} />}
        </>
      )}
      <div>
        {outcome ? (
          <Button kind="quiet" onPress={again}>
            {t("again")}
          </Button>
        ) : (
          <Button kind="primary" icon="release" isDisabled={busy || !may} onPress={() => void release()}>
            {busy ? t("releasing") : t("release")}
          </Button>
        )}
      </div>
    </Card>
  );
}
