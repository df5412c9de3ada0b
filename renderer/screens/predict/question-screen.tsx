import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  Asked,
  Card,
  FaultNotice,
  JobProgress,
  NothingImported,
  PageHeader,
} from "../../components/index.ts";
import { useSession } from "../../state/session.ts";
import type { JobHandle } from "../../state/use-job.ts";
import type { Query } from "../../state/use-vault-query.ts";
import type { RetrainableModel } from "../../../workers/terms/retraining.ts";
import { NoRunYet } from "./no-run-yet.tsx";
import { RetrainNotice } from "./retrain-notice.tsx";

/** Where the words stand that say what a question will do when it is asked for the first time. */
const firstWords = {
  lifetime: "lifetime",
  churn: "churn",
  groups: "groups",
  lookalike: "propensity",
  mail: "propensity",
  next: "propensity",
} as const;

/** The frame of every question about the future: what can be chosen stands left, what came out right. */
export function QuestionScreen<Report>({
  namespace,
  model,
  latest,
  running: { job, fault },
  options,
  children,
}: {
  /** Of the words `title`, `lead` and `noOrders`. */
  readonly namespace: keyof typeof firstWords;
  /** Whose runs are shown. */
  readonly model: RetrainableModel;
  /** The latest run; null before the first. */
  readonly latest: Query<Report | null>;
  readonly running: Pick<JobHandle<unknown>, "job" | "fault">;
  readonly options: ReactNode;
  /** What a run found. */
  readonly children: (report: Report) => ReactNode;
}): ReactElement {
  const { t } = useTranslation(namespace);
  const empty = useSession(({ lifecycle }) => lifecycle.kind === "open" && lifecycle.info.orders === 0);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {empty ? (
        <Card>
          <NothingImported text={t("noOrders")} />
        </Card>
      ) : (
        <div className="split">
          {options}
          <div className="stack">
            {job && (
              <Card>
                <JobProgress job={job} />
              </Card>
            )}
            {fault && <FaultNotice fault={fault} />}
            <RetrainNotice model={model} />
            <Asked query={latest}>
              {(report) =>
                report === null ? <NoRunYet namespace={firstWords[namespace]} /> : children(report)
              }
            </Asked>
          </div>
        </div>
      )}
    </>
  );
}
