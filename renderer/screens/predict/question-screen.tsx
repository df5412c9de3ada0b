import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card, FaultNotice, JobProgress, NothingImported, PageHeader } from "../../components/index.ts";
import { useSession } from "../../state/session.ts";
import type { JobHandle } from "../../state/use-job.ts";
import type { RetrainableModel } from "../../../workers/terms/retraining.ts";
import { RetrainNotice } from "./retrain-notice.tsx";

/** The frame of every question about the future: what can be chosen stands left, what came out right. */
export function QuestionScreen({
  namespace,
  model,
  running: { job, fault },
  options,
  children,
}: {
  /** Of the words `title`, `lead` and `noOrders`. */
  readonly namespace: "lifetime" | "churn" | "groups" | "lookalike" | "mail" | "next";
  /** Whose runs are shown. */
  readonly model: RetrainableModel;
  readonly running: Pick<JobHandle<unknown>, "job" | "fault">;
  readonly options: ReactNode;
  readonly children: ReactNode;
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
            {children}
          </div>
        </div>
      )}
    </>
  );
}
