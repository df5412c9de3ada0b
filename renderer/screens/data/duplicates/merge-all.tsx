import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { DuplicatePair, PairPerson } from "../../../../workers/terms/identity.ts";
import {
  Asked,
  Button,
  Dialog,
  FaultNotice,
  JobProgress,
  Notice,
  Personal,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useJob } from "../../../state/use-job.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Joins all likely pairs at or above a chance, after a look at twenty of them. */
export function MergeAll({
  atLeast,
  onClose,
}: {
  readonly atLeast: number;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const sample = useVaultQuery("sampleDuplicates", { atLeast }, []);
  const job = useJob<{ readonly pairs: number }>();
  const merge = async (): Promise<void> => {
    const done = await job.start(t("merging"), (ticket) =>
      vaultApi().mergeDuplicates({ atLeast, job: ticket }),
    );
    if (!done.ok) return;
    toast("ok", t("mergedMany", { pairs: format.count(done.value.pairs) }));
    onClose();
  };
  return (
    <Dialog title={t("mergeAllTitle")} open wide onClose={onClose}>
      <p>{t("mergeAllText", { threshold: format.percent(atLeast, 1) })}</p>
      <Notice tone="warn">
        <p>{t("mergeAllConsent")}</p>
      </Notice>
      <Asked query={sample}>{(pairs) => <Sample pairs={pairs} />}</Asked>
      {job.job && <JobProgress job={job.job} />}
      {job.fault && <FaultNotice fault={job.fault} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("later")}</Button>
        <Button kind="primary" isDisabled={job.job !== undefined} onPress={() => void merge()}>
          {t("mergeAllNow")}
        </Button>
      </div>
    </Dialog>
  );
}

function Sample({ pairs }: { readonly pairs: readonly DuplicatePair[] }): ReactElement {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  return (
    <SmallTable
      caption={t("sample")}
      rows={pairs}
      keyOf={({ a, b }) => `${String(a.id)}-${String(b.id)}`}
      columns={[
        { key: "a", title: t("first"), cell: ({ a }) => <Somebody person={a} /> },
        { key: "b", title: t("second"), cell: ({ b }) => <Somebody person={b} /> },
        {
          key: "why",
          title: t("reasons"),
          cell: ({ evidence }) => (
            <ul className="line-notes">
              {evidence
                .toSorted((x, y) => Math.abs(y.weight) - Math.abs(x.weight))
                .slice(0, 3)
                .map((one) => (
                  <li key={one.field}>
                    {t(`agreement.${one.agreement}`, { field: t(`evidenceField.${one.field}`) })}
                  </li>
                ))}
            </ul>
          ),
        },
        {
          key: "chance",
          title: t("chance"),
          number: true,
          cell: ({ probability }) => format.percent(probability, 2),
        },
      ]}
    />
  );
}

function Somebody({ person }: { readonly person: PairPerson }): ReactElement {
  const { t } = useTranslation("duplicates");
  const words = useWords();
  return (
    <>
      <Personal>{person.name}</Personal>
      <div className="note">
        {t("personOf", { name: words.label("source", person.source), id: person.id })}
      </div>
    </>
  );
}
