import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type {
  FeatureShift,
  ForecastModel,
  ModelDrift,
  RetrainVerdict,
} from "../../../../workers/terms/track-record.ts";
import {
  Button,
  Card,
  FaultNotice,
  JobProgress,
  LinkButton,
  Notice,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address, type Tab } from "../../../state/route.ts";
import { useJob } from "../../../state/use-job.ts";
import { vaultApi } from "../../../state/vault.ts";

const tones = { fine: "ok", soon: "warn", now: "danger" } as const satisfies Record<RetrainVerdict, string>;

/** Where each model is run. */
const pages = {
  churn: "churn",
  lifetime: "lifetime",
  firstPurchase: "next",
  renewal: "next",
  newProduct: "next",
  lookalike: "lookalike",
  open: "mail",
  click: "mail",
} as const satisfies Record<ForecastModel, Tab>;

/** Whether one model should learn anew, why in a sentence, and how far each thing it looks at has moved. */
export function DriftCard({ drift }: { readonly drift: ModelDrift }): ReactElement {
  const { t } = useTranslation("track-record");
  const format = useFormat();
  const words = useWords();
  const { model, advice, features, people, peopleNow } = drift;
  const feature = (name: string): string => words.label("churnField", name);
  return (
    <Card
      title={t("driftTitle", { model: words.label("forecastModel", model) })}
      actions={<Retrain drift={drift} />}
    >
      <Notice tone={tones[advice.verdict]} title={words.label("retrainVerdict", advice.verdict)}>
        <ul className="bullets">
          {advice.reasons.map(({ code, details }) => (
            <li key={code}>
              {words.label("retrainReason", code, {
                ...details,
                feature: feature(String(details["feature"] ?? "")),
              })}
            </li>
          ))}
        </ul>
      </Notice>
      {features.length > 0 && (
        <SmallTable
          caption={t("movedTitle")}
          columns={[
            { key: "feature", title: t("feature"), cell: (row) => feature(row.feature) },
            { key: "weight", title: t("weight"), number: true, cell: (row) => format.percent(row.weight) },
            {
              key: "index",
              title: t("index"),
              number: true,
              cell: (row) => (row.index === null ? "–" : format.decimal(row.index, 3)),
            },
            { key: "verdict", title: t("moved"), cell: (row) => words.label("shift", row.verdict) },
            { key: "most", title: t("most"), cell: (row) => <MostMoved row={row} /> },
          ]}
          rows={features}
          keyOf={(row) => row.feature}
        />
      )}
      {features.length > 0 && (
        <p className="note">
          {t("driftNote", {
            people: format.count(people),
            now: format.count(peopleNow),
            today: format.day(drift.today),
          })}
        </p>
      )}
    </Card>
  );
}

/** A change of share that is read as none, in whole per cent. */
const UNSEEN = 0.005;

/** The group whose share has changed most. */
function MostMoved({ row: { before, now } }: { readonly row: FeatureShift }): ReactElement {
  const { t } = useTranslation("track-record");
  const format = useFormat();
  const gaps = before.map((share, bin) => Math.abs((now[bin] ?? 0) - share));
  const most = Math.max(...gaps);
  if (!(most >= UNSEEN)) return <>–</>;
  const bin = gaps.indexOf(most);
  return (
    <>
      {t(bin === 0 ? "mostBlank" : "mostGroup", {
        group: format.count(bin),
        groups: format.count(before.length - 1),
        before: format.percent(before[bin] ?? 0),
        now: format.percent(now[bin] ?? 0),
      })}
    </>
  );
}

/** Runs the model anew with what is known now, as it was run before; of models with more to choose, only the way to their page. */
function Retrain({ drift: { model, advice } }: { readonly drift: ModelDrift }): ReactElement {
  const { t } = useTranslation("track-record");
  const job = useJob<unknown>();
  const kind = advice.verdict === "fine" ? "plain" : "primary";
  const whole = model === "churn" || model === "lifetime";
  const label = t("retrainJob");
  const run = (): void => {
    void job.start(label, async (ticket) => {
      if (model === "churn") {
        const latest = await vaultApi().latestChurn({});
        const before = latest.ok ? latest.value : null;
        const options = before ? { rhythm: before.rhythm, horizonDays: before.horizonDays } : {};
        return vaultApi().fitChurn({ options, job: ticket });
      }
      const latest = await vaultApi().latestLifetime({});
      const before = latest.ok ? latest.value : null;
      const options = before
        ? { horizonDays: before.horizonDays, annualDiscount: before.annualDiscount }
        : {};
      return vaultApi().fitLifetime({ options, job: ticket });
    });
  };
  return (
    <div className="row">
      {job.job && <JobProgress job={job.job} />}
      {job.fault && <FaultNotice fault={job.fault} />}
      <LinkButton icon="predict" href={address("predict", pages[model])}>
        {t("toModel")}
      </LinkButton>
      {whole && (
        <Button kind={kind} icon="predict" isDisabled={job.job !== undefined} onPress={run}>
          {t("retrain")}
        </Button>
      )}
    </div>
  );
}
