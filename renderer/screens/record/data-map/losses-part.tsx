import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { FieldLoss, FieldLosses } from "../../../../workers/terms/field-losses.ts";
import { Button, FaultNotice, JobProgress } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useJob } from "../../../state/use-job.ts";
import { vaultApi } from "../../../state/vault.ts";
import { fieldName } from "./field-name.ts";

/** What the forecast of who will leave would lose without each field: in words, once it was compared. */
export function LossesPart({ losses }: { readonly losses: FieldLosses | undefined }): ReactElement {
  const { t } = useTranslation("dataMap");
  const format = useFormat();
  const running = useJob<FieldLosses>();
  const { job, fault } = running;
  return (
    <div className="stack-tight">
      {losses && (
        <>
          <p>
            {t("dietMeasured", {
              run: format.count(losses.run),
              people: format.count(losses.people),
              left: format.count(losses.left),
              at: format.moment(losses.at),
            })}
          </p>
          <ul>
            {[...losses.fields]
              .sort((a, b) => b.loss.value - a.loss.value)
              .map((loss) => (
                <li key={loss.id}>
                  <Loss loss={loss} full={losses.auc.value} />
                </li>
              ))}
          </ul>
        </>
      )}
      <div className="row">
        <Button
          icon="predict"
          isDisabled={job !== undefined}
          onPress={() => {
            void running.start(t("dietMeasuring"), (ticket) =>
              vaultApi().measureFieldLosses({ job: ticket }),
            );
          }}
        >
          {t(losses ? "dietMeasureAgain" : "dietMeasure")}
        </Button>
      </div>
      <p className="note">{t("dietMeasureNote")}</p>
      {job && <JobProgress job={job} />}
      {fault && <FaultNotice fault={fault} />}
    </div>
  );
}

function Loss({
  loss: { id, auc, loss, verdict },
  full,
}: {
  readonly loss: FieldLoss;
  readonly full: number;
}): ReactElement {
  const { t } = useTranslation("dataMap");
  const words = useWords();
  const format = useFormat();
  const three = (value: number): string => format.decimal(value, 3);
  return (
    <>
      {t(`dietVerdict.${verdict}`, {
        field: fieldName(words, { name: id.slice(id.indexOf(".") + 1) }),
        auc: three(full),
        without: three(auc.value),
        loss: three(loss.value),
        low: three(loss.low),
        high: three(loss.high),
      })}
    </>
  );
}
