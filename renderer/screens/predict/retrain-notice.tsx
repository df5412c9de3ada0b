import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RetrainableModel, RetrainingOverview } from "../../../workers/terms/retraining.ts";
import { Button, Card, FaultNotice, JobProgress, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useJob } from "../../state/use-job.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { WhatMoved } from "./what-moved.tsx";

/** Says when the standing run has seen people who were erased since, runs it anew without them, and shows what moved. */
export function RetrainNotice({ model }: { readonly model: RetrainableModel }): ReactElement | null {
  const { t } = useTranslation("retrain");
  const format = useFormat();
  const query = useVaultQuery("listRetraining", {}, ["insight", "record"]);
  const running = useJob<RetrainingOverview>();
  const { job, fault } = running;
  const overview = query.state === "ready" ? query.value : undefined;
  const marked = overview?.marked.find((one) => one.model === model);
  const latest = overview?.done.find((one) => one.model === model);
  return (
    <>
      {marked && (
        <Notice
          tone="warn"
          title={t("marked", { people: format.count(marked.erased) })}
          actions={
            <Button
              kind="primary"
              icon="redo"
              isDisabled={job !== undefined}
              onPress={() => {
                void running.start(t("jobLabel"), (ticket) => vaultApi().retrain({ model, job: ticket }));
              }}
            >
              {t("button")}
            </Button>
          }
        >
          <p>{t("markedText")}</p>
        </Notice>
      )}
      {job && (
        <Card>
          <JobProgress job={job} />
        </Card>
      )}
      {fault && <FaultNotice fault={fault} />}
      {!marked && latest && <WhatMoved retraining={latest} />}
    </>
  );
}
