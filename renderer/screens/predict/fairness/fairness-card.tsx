import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type {
  FairModel,
  FairnessOverview,
  FairnessReport,
} from "../../../../workers/terms/model-fairness.ts";
import {
  Asked,
  Button,
  Card,
  FaultNotice,
  JaNumberField,
  JobProgress,
  Notice,
  Select,
} from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { useSession } from "../../../state/session.ts";
import { useJob } from "../../../state/use-job.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FairnessResult } from "./fairness-result.tsx";
import { groupingOfKey, keyOfGrouping } from "./grouping-choice.ts";

/** The share of the people a first proposal contacts. */
const PROPOSED = 0.1;

/** Whether a forecast treats groups of people alike: somebody says which, and only then they are compared. */
export function FairnessCard({
  model,
  people,
}: {
  readonly model: FairModel;
  /** Scored by the latest run. */
  readonly people: number;
}): ReactElement {
  const { t } = useTranslation("fairness");
  const query = useVaultQuery("latestFairness", { model }, ["insight", "people"]);
  const job = useJob<FairnessReport>();
  return (
    <Card title={t("title")}>
      <p>{t("lead")}</p>
      <Asked query={query}>
        {(overview) => (
          <>
            <Declaration model={model} people={people} overview={overview} job={job} />
            {job.job && <JobProgress job={job.job} />}
            {job.fault && <FaultNotice fault={job.fault} />}
            <Kept overview={overview} />
          </>
        )}
      </Asked>
      <p className="note">{t("method")}</p>
    </Card>
  );
}

function Declaration({
  model,
  people,
  overview: { kinds, fields },
  job,
}: {
  readonly model: FairModel;
  readonly people: number;
  readonly overview: FairnessOverview;
  readonly job: ReturnType<typeof useJob<FairnessReport>>;
}): ReactElement {
  const { t } = useTranslation("fairness");
  const words = useWords();
  const language = useSession((session) => session.language);
  const segments = useVaultQuery("listSegments", { language }, ["segments"]);
  const [by, setBy] = useState<string>();
  const [contact, setContact] = useState<number | undefined>(Math.max(1, Math.round(PROPOSED * people)));
  const grouping = by === undefined ? undefined : groupingOfKey(by);
  const compare = (): void => {
    if (grouping === undefined) return;
    const asked = { model, by: grouping, ...(contact !== undefined && { contact: Math.round(contact) }) };
    void job.start(t("jobLabel"), (ticket) => vaultApi().checkFairness({ ...asked, job: ticket }));
  };
  return (
    <Asked query={segments}>
      {(list) => (
        <div className="row">
          <Select
            label={t("by")}
            value={by}
            options={[
              ...kinds.map((kind) => ({
                value: keyOfGrouping({ kind }),
                label: words.label("grouping", kind),
              })),
              ...list.map(({ id, name }) => ({
                value: keyOfGrouping({ kind: "segment", segmentId: id }),
                label: words.label("grouping", "segment", { name }),
              })),
              ...fields.map(({ id, heading }) => ({
                value: keyOfGrouping({ kind: "field", fieldId: id }),
                label: words.label("grouping", "field", { name: heading }),
              })),
            ]}
            onChange={setBy}
          />
          <JaNumberField
            label={t("contact")}
            unit={t("peopleUnit")}
            min={1}
            max={people}
            value={contact}
            onChange={setContact}
          />
          <Button
            icon="predict"
            isDisabled={job.job !== undefined || grouping === undefined || contact === undefined}
            onPress={compare}
          >
            {t("compare")}
          </Button>
        </div>
      )}
    </Asked>
  );
}

function Kept({ overview: { reports, open } }: { readonly overview: FairnessOverview }): ReactElement {
  const { t } = useTranslation("fairness");
  const words = useWords();
  return (
    <>
      {open.map(({ by, name = "" }) => (
        <Notice key={keyOfGrouping(by)} tone="warn">
          {t("open", { by: words.label("grouping", by.kind, { name }) })}
        </Notice>
      ))}
      {reports.length === 0 && <p className="muted">{t("notYet")}</p>}
      {reports.map((report) => (
        <FairnessResult key={keyOfGrouping(report.by)} report={report} />
      ))}
    </>
  );
}
