import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "../state/jobs.ts";
import type { Query } from "../state/use-vault-query.ts";
import { FaultNotice } from "./notice.tsx";
import { JobProgress } from "./progress.tsx";

/** Says that something is on its way. */
export function Loading({ text }: { readonly text?: string }): ReactElement {
  const { t } = useTranslation("kit");
  return (
    <div className="loading" role="status">
      {text ?? t("loading")}
    </div>
  );
}

/** Shows the answer of a query, or that it is on its way, or why there is none. */
export function Asked<T>({
  query,
  job,
  children,
}: {
  readonly query: Query<T>;
  /** The work of a question that takes long, with its progress and a way to stop it. */
  readonly job?: Job | undefined;
  readonly children: (value: T) => ReactNode;
}): ReactElement {
  const progress = job && <JobProgress key={job.id} job={job} />;
  if (query.state === "loading") return progress ?? <Loading />;
  if (query.state === "fault") {
    return (
      <>
        {progress}
        <FaultNotice fault={query.fault} onRetry={query.again} />
      </>
    );
  }
  return (
    <>
      {progress}
      {children(query.value)}
    </>
  );
}
