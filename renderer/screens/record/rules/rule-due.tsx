import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Fault, Outcome } from "../../../../workers/base/fault.ts";
import type { JobTicket } from "../../../../workers/base/job.ts";
import type { RuleName, RulePreviewed } from "../../../../workers/terms/keep-due.ts";
import {
  Button,
  Checkbox,
  ConfirmDialog,
  DateText,
  FaultNotice,
  SmallTable,
} from "../../../components/index.ts";
import { address } from "../../../state/route.ts";
import { toast } from "../../../state/toasts.ts";
import { useJob } from "../../../state/use-job.ts";
import { vaultApi } from "../../../state/vault.ts";

interface Example {
  readonly customerId: number;
  readonly day?: string;
}

/** A rule as it is stored, whatever its family. */
interface RuleState extends RuleName {
  readonly active: boolean;
  readonly automatic: boolean;
}

/** What is asked before a rule runs. */
interface Question {
  readonly title: string;
  readonly text: string;
}

/**
 * What a rule would do today: the preview's sentence and remarks, examples, running it after a question, and whether it
 * runs by itself from now on.
 */
export function RuleDue<T>({
  rule,
  seen,
  summary,
  examples,
  dayTitle,
  question,
  run,
  said,
  children,
}: {
  readonly rule: RuleState;
  readonly seen: RulePreviewed;
  readonly summary: string;
  readonly examples: readonly Example[];
  /** What the day of an example is. */
  readonly dayTitle: string;
  readonly question: Question;
  readonly run: (ticket: JobTicket) => Promise<Outcome<T>>;
  /** What to say once it ran. */
  readonly said: (done: T) => string;
  readonly children?: ReactNode;
}): ReactElement {
  const { t } = useTranslation("keepRules");
  const [asking, setAsking] = useState(false);
  const job = useJob<T>();
  const start = async (): Promise<void> => {
    const done = await job.start(t("running"), run);
    if (done.ok) toast("ok", said(done.value));
  };
  return (
    <div className="stack">
      <p>{summary}</p>
      {children}
      {examples.length > 0 && <Examples examples={examples} dayTitle={dayTitle} />}
      {job.fault && <FaultNotice fault={job.fault} />}
      <div>
        <Button
          kind="danger"
          icon="trash"
          isDisabled={seen.things === 0 || !rule.active || job.job !== undefined}
          onPress={() => setAsking(true)}
        >
          {t("run")}
        </Button>
      </div>
      <Automatic rule={rule} seen={seen} />
      <ConfirmDialog
        title={question.title}
        action={t("run")}
        dangerous
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void start()}
      >
        <p>{question.text}</p>
        <p>{t("noUndo")}</p>
      </ConfirmDialog>
    </div>
  );
}

function Examples({
  examples,
  dayTitle,
}: {
  readonly examples: readonly Example[];
  readonly dayTitle: string;
}): ReactElement {
  const { t } = useTranslation("keepRules");
  return (
    <SmallTable
      caption={t("examples")}
      rows={examples}
      keyOf={({ customerId }) => customerId}
      columns={[
        {
          key: "id",
          title: t("customer"),
          cell: ({ customerId }) => (
            <a href={address("data", "customers", customerId)}>{t("customerNumber", { id: customerId })}</a>
          ),
        },
        {
          key: "day",
          title: dayTitle,
          cell: ({ day }) => (day === undefined ? t("unknownDay") : <DateText iso={day} />),
        },
      ]}
    />
  );
}

/** Switching it on says that the preview above was seen: the vault refuses where it is no longer what it was. */
function Automatic({ rule, seen }: { readonly rule: RuleState; readonly seen: RulePreviewed }): ReactElement {
  const { t } = useTranslation("keepRules");
  const [fault, setFault] = useState<Fault>();
  const { family, ruleId } = rule;
  const turn = async (automatic: boolean): Promise<void> => {
    const { things, people } = seen;
    const done = await vaultApi().setRuleAutomatic({ family, ruleId, automatic, seen: { things, people } });
    setFault(done.ok ? undefined : done.error);
  };
  return (
    <div className="stack-tight">
      <Checkbox isSelected={rule.automatic} isDisabled={!rule.active} onChange={(on) => void turn(on)}>
        {t("automatic")}
      </Checkbox>
      <p className="note">{t("automaticNote")}</p>
      {fault && <FaultNotice fault={fault} />}
    </div>
  );
}
