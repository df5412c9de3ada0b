import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { JobProgress } from "../components/progress.tsx";
import { useJobs } from "../state/jobs.ts";

/** Work under way that the screen itself does not show; it survives leaving the screen. */
export function JobsTray(): ReactElement | null {
  const { t } = useTranslation("shell");
  const running = useJobs((state) => state.running);
  if (running.length === 0) return null;
  return (
    <section className="jobs-tray stack-tight" aria-label={t("jobsTray")}>
      {running.map((job) => (
        <JobProgress key={job.id} job={job} />
      ))}
    </section>
  );
}
