import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { IncidentEntry, IncidentStep } from "../../../../workers/terms/incident.ts";
import {
  Badge,
  Button,
  Card,
  ConfirmDialog,
  DateText,
  Facts,
  FaultNotice,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderDialog } from "../../release/folder-dialog.tsx";
import { CategoryTable } from "./category-table.tsx";
import { DutyTable } from "./duty-table.tsx";

const tones = { open: "danger", reported: "warn", told: "warn", closed: "ok" } as const;

/** One incident: what, whose data, what is due; its papers are written here, its duties ticked off. */
export function IncidentCard({
  entry,
  onChange,
}: {
  readonly entry: IncidentEntry;
  readonly onChange: () => void;
}): ReactElement {
  const { t } = useTranslation("incidents");
  const words = useWords();
  const format = useFormat();
  const [asking, setAsking] = useState<"write" | "close">();
  const [fault, setFault] = useState<Fault>();
  const { id, incident, state, people, special, categories, duties } = entry;
  const open = state !== "closed";
  const mark = async (step: IncidentStep | "closed"): Promise<void> => {
    const done = await vaultApi().markIncident({ incidentId: id, step });
    setFault(done.ok ? undefined : done.error);
    if (done.ok) toast("ok", t(step === "closed" ? "closed" : "ticked"));
  };
  return (
    <Card
      title={t("cardTitle", { id, kind: words.label("incidentKind", incident.kind) })}
      actions={
        <>
          <Button icon="file" onPress={() => setAsking("write")}>
            {t("write")}
          </Button>
          {open && (
            <>
              <Button onPress={onChange}>{t("change")}</Button>
              <Button onPress={() => setAsking("close")}>{t("close")}</Button>
            </>
          )}
        </>
      }
    >
      <Facts
        items={[
          {
            name: t("state"),
            value: <Badge tone={tones[state]}>{words.label("incidentState", state)}</Badge>,
          },
          { name: t("noticed"), value: <DateText iso={incident.noticedAt} /> },
          { name: t("people"), value: t("peopleCount", { people: format.count(people), special: format.count(special) }) }, // prettier-ignore
          ...(incident.note ? [{ name: t("note"), value: incident.note }] : []),
        ]}
      />
      <DutyTable duties={duties} onDone={open ? ({ step }) => void mark(step) : undefined} />
      <CategoryTable categories={categories} />
      {fault && <FaultNotice fault={fault} />}
      {asking === "write" && (
        <FolderDialog
          title={t("writeTitle")}
          action={t("writeNow")}
          write={(folder) => vaultApi().writeIncident({ incidentId: id, folder })}
          onWritten={({ paths }) => toast("ok", t("written", { files: format.count(paths.length) }))}
          onClose={() => setAsking(undefined)}
        >
          <p>{t("writeText")}</p>
        </FolderDialog>
      )}
      <ConfirmDialog
        title={t("closeTitle", { id })}
        action={t("closeNow")}
        open={asking === "close"}
        onConfirm={() => void mark("closed")}
        onClose={() => setAsking(undefined)}
      >
        <p>{t("closeText")}</p>
      </ConfirmDialog>
    </Card>
  );
}
