import { useEffect, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format.ts";
import { useWords } from "../i18n/words.ts";
import { jobEta, stopJob, useJobWay, type Job } from "../state/jobs.ts";
import { Button } from "./button.tsx";

const SHOWN_AFTER_MS = 400;

/** Follows a job: bar, rows, time left once it is stable, and a cancel that works. Silent for the first 0.4 s. */
export function JobProgress({ job }: { readonly job: Job }): ReactElement | null {
  const { t } = useTranslation("kit");
  const words = useWords();
  const format = useFormat();
  const [shown, setShown] = useState(false);
  const way = useJobWay(job.id);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  const progress = way?.progress;
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : undefined;
  const eta = way && jobEta(way);
  const print = (amount: number) =>
    progress?.unit === "bytes" ? format.bytes(amount) : format.count(amount);
  const numbers = progress
    ? progress.total === undefined
      ? print(progress.done)
      : t("doneOf", { done: print(progress.done), total: print(progress.total) })
    : "";
  return (
    <div className="progress">
      <div className="row-apart">
        <span>
          {job.label}
          {progress ? ` – ${words.label("phase", progress.phase)}` : ""}
        </span>
        <Button kind="quiet" icon="close" isDisabled={job.cancelling} onPress={() => stopJob(job.id)}>
          {job.cancelling ? t("cancelling") : t("cancelJob")}
        </Button>
      </div>
      <div
        className="progress-track"
        role="progressbar"
        aria-label={job.label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === undefined ? {} : { "aria-valuenow": Math.round(share * 100) })}
      >
        <div
          className={share === undefined ? "progress-fill unknown" : "progress-fill"}
          style={share === undefined ? {} : { width: `${share * 100}%` }}
        />
      </div>
      <div className="row-apart note">
        <span>{numbers}</span>
        <span>
          {eta !== undefined &&
            (eta < 60
              ? t("etaSeconds", { seconds: Math.max(5, Math.round(eta / 5) * 5) })
              : t("etaMinutes", { minutes: Math.round(eta / 60) }))}
        </span>
      </div>
    </div>
  );
}
