import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentDuty } from "../../../../workers/terms/incident.ts";
import { Badge, Button, DateText, SmallTable } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";

const tones = { yes: "danger", check: "warn", no: undefined } as const;

/** What the laws ask, why, and until when; `onDone` ticks one off. */
export function DutyTable({
  duties,
  onDone,
}: {
  readonly duties: readonly IncidentDuty[];
  readonly onDone?: ((duty: IncidentDuty) => void) | undefined;
}): ReactElement {
  const { t } = useTranslation("incidents");
  const words = useWords();
  const nameOf = ({ step }: IncidentDuty): string => words.label("incidentStep", step.replace(".", "-"));
  return (
    <SmallTable<IncidentDuty>
      caption={t("duties")}
      rows={duties}
      keyOf={({ step }) => step}
      columns={[
        {
          key: "duty",
          title: t("duty"),
          cell: (duty) => (
            <>
              {nameOf(duty)}
              <div className="note">{duty.article}</div>
            </>
          ),
        },
        {
          key: "required",
          title: t("required"),
          cell: ({ required, reasons }) => (
            <>
              <Badge tone={tones[required]}>{words.label("incidentRequired", required)}</Badge>
              <div className="note">
                {reasons.map((reason) => words.label("incidentReason", reason)).join(t("comma"))}
              </div>
            </>
          ),
        },
        { key: "due", title: t("due"), cell: (duty) => <Due duty={duty} /> },
        {
          key: "done",
          title: t("done"),
          cell: (duty) => {
            if (duty.doneAt !== undefined) return <DateText iso={duty.doneAt} />;
            if (onDone === undefined) return "";
            return (
              <Button
                kind="quiet"
                icon="check"
                aria-label={`${t("tick")}: ${nameOf(duty)}`}
                onPress={() => onDone(duty)}
              >
                {t("tick")}
              </Button>
            );
          },
        },
      ]}
    />
  );
}

function Due({ duty: { required, dueAt, overdue, doneAt } }: { readonly duty: IncidentDuty }): ReactElement {
  const { t } = useTranslation("incidents");
  if (required === "no") return <span className="muted">{t("notDue")}</span>;
  if (dueAt === undefined) return <>{t("noDelay")}</>;
  return (
    <>
      <DateText iso={dueAt} />
      {overdue && doneAt === undefined && <Badge tone="danger">{t("overdue")}</Badge>}
    </>
  );
}
