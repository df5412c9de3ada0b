import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import {
  explainingLearners,
  type ChallengerResult,
  type ChallengeReport,
  type ExplainingLearner,
} from "../../../../workers/terms/champion.ts";
import {
  Asked,
  Button,
  Card,
  ConfirmDialog,
  FaultNotice,
  JobProgress,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useJob } from "../../../state/use-job.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Champion and challengers: other methods on the same split in time, and the user's act that puts one in the other's place. */
export function ChallengeCard(): ReactElement {
  const { t } = useTranslation("challenge");
  const words = useWords();
  const query = useVaultQuery("latestChallenge", {}, ["insight"]);
  const job = useJob<ChallengeReport>();
  const compare = (): void => {
    void job.start(t("jobLabel"), (ticket) => vaultApi().challengeChurn({ job: ticket }));
  };
  return (
    <Card
      title={t("title")}
      actions={
        <Button icon="predict" isDisabled={job.job !== undefined} onPress={compare}>
          {t("compare")}
        </Button>
      }
    >
      {job.job && <JobProgress job={job.job} />}
      {job.fault && <FaultNotice fault={job.fault} />}
      <Asked query={query}>
        {({ champion, report }) => (
          <>
            <p>{t("inUse", { learner: words.label("learner", champion) })}</p>
            {report === null ? (
              <p className="muted">{t("notYet")}</p>
            ) : (
              <Comparison report={report} champion={champion} />
            )}
          </>
        )}
      </Asked>
    </Card>
  );
}

function Comparison({
  report,
  champion,
}: {
  readonly report: ChallengeReport;
  readonly champion: ExplainingLearner;
}): ReactElement {
  const { t } = useTranslation("challenge");
  const format = useFormat();
  const words = useWords();
  const three = (value: number): string => format.decimal(value, 3);
  return (
    <>
      <SmallTable
        caption={t("title")}
        columns={[
          { key: "learner", title: t("learner"), cell: (row) => words.label("learner", row.learner) },
          {
            key: "auc",
            title: t("auc"),
            number: true,
            cell: ({ auc }) =>
              t("range", { value: three(auc.value), low: three(auc.low), high: three(auc.high) }),
          },
          { key: "loss", title: t("logLoss"), number: true, cell: (row) => three(row.logLoss) },
          {
            key: "level",
            title: t("level"),
            number: true,
            cell: (row) =>
              t("levelOf", { expected: format.count(row.expected), observed: format.count(row.observed) }),
          },
          { key: "unfair", title: t("unfair"), number: true, cell: (row) => format.count(row.unfair) },
        ]}
        rows={report.figures}
        keyOf={(row) => row.learner}
      />
      <ul className="bullets">
        {report.challengers.map((challenger) => (
          <li key={challenger.learner}>
            <Against challenger={challenger} current={champion === report.champion} />
          </li>
        ))}
      </ul>
      <p className="note">
        {t("method", { people: format.count(report.people), from: format.day(report.judgedFrom) })}
      </p>
    </>
  );
}

function Against({
  challenger,
  current,
}: {
  readonly challenger: ChallengerResult;
  /** Whether the comparison was with the method in use. */
  readonly current: boolean;
}): ReactElement {
  const { t } = useTranslation("challenge");
  const format = useFormat();
  const words = useWords();
  const { learner, aucDifference, logLossDifference, verdict, bars } = challenger;
  const signed = (value: number): string => format.decimal(100 * value, 1);
  const able = explainingLearners.find((one) => one === learner);
  return (
    <>
      {t("against", {
        learner: words.label("learner", learner),
        value: signed(aucDifference.value),
        low: signed(aucDifference.low),
        high: signed(aucDifference.high),
        loss: format.decimal(logLossDifference.value, 3),
        lossLow: format.decimal(logLossDifference.low, 3),
        lossHigh: format.decimal(logLossDifference.high, 3),
        verdict: words.label("challengeVerdict", verdict),
      })}{" "}
      {bars.map((bar) => (
        <span key={bar} className="muted">
          {words.label("barReason", bar)}{" "}
        </span>
      ))}
      {bars.length === 0 && able !== undefined && current && <Promote learner={able} />}
    </>
  );
}

function Promote({ learner }: { readonly learner: ExplainingLearner }): ReactElement {
  const { t } = useTranslation("challenge");
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const name = words.label("learner", learner);
  const promote = async (): Promise<void> => {
    setAsking(false);
    const outcome = await vaultApi().promoteLearner({ learner });
    if (outcome.ok) toast("ok", t("promoted", { learner: name }));
    else setFault(outcome.error);
  };
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t("promote")}</Button>
      {fault && <FaultNotice fault={fault} />}
      <ConfirmDialog
        title={t("promoteTitle", { learner: name })}
        action={t("promote")}
        open={asking}
        onConfirm={() => void promote()}
        onClose={() => setAsking(false)}
      >
        <p>{t("promoteText")}</p>
      </ConfirmDialog>
    </>
  );
}
