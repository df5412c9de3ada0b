import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RequestEntry } from "../../../../workers/terms/rights.ts";
import { Asked, Button, Card, EmptyState, Kpi, Kpis, PageHeader } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderDialog } from "../../release/folder-dialog.tsx";
import { CloseRequest } from "./close-request.tsx";
import { DeadlineStrip } from "./deadline-strip.tsx";
import { FindPerson } from "./find-person.tsx";
import { RequestForm } from "./request-form.tsx";
import { RequestTable } from "./request-table.tsx";

type Asking =
  | { readonly what: "add"; readonly customerId?: number }
  | { readonly what: "change" | "close"; readonly request: RequestEntry }
  | { readonly what: "calendar" };

/** What people asked for: who, until when, and the way to an answer. */
export function RequestsScreen(): ReactElement {
  const { t } = useTranslation("requests");
  const [asking, setAsking] = useState<Asking>();
  const query = useVaultQuery("listRequests", {}, ["requests", "people"]);
  const done = (): void => setAsking(undefined);
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={
          <>
            <Button icon="clock" onPress={() => setAsking({ what: "calendar" })}>
              {t("calendar")}
            </Button>
            <Button kind="primary" icon="plus" onPress={() => setAsking({ what: "add" })}>
              {t("add")}
            </Button>
          </>
        }
      />
      <FindPerson onAsk={(customerId) => setAsking({ what: "add", customerId })} />
      <Asked query={query}>{(requests) => <Requests requests={requests} onAsk={setAsking} />}</Asked>
      {asking?.what === "add" && (
        <RequestForm
          key={asking.customerId}
          {...(asking.customerId === undefined ? {} : { customerId: asking.customerId })}
          onClose={done}
        />
      )}
      {asking?.what === "change" && <RequestForm entry={asking.request} onClose={done} />}
      {asking?.what === "close" && <CloseRequest request={asking.request} onClose={done} />}
      {asking?.what === "calendar" && <CalendarDialog onClose={done} />}
    </>
  );
}

function Requests({
  requests,
  onAsk,
}: {
  readonly requests: readonly RequestEntry[];
  readonly onAsk: (asking: Asking) => void;
}): ReactElement {
  const { t } = useTranslation("requests");
  const format = useFormat();
  const open = requests.filter(({ outcome }) => outcome === undefined);
  const closed = requests.filter(({ outcome }) => outcome !== undefined);
  const acts = {
    onChange: (request: RequestEntry) => onAsk({ what: "change", request }),
    onClose: (request: RequestEntry) => onAsk({ what: "close", request }),
  };
  if (requests.length === 0)
    return (
      <Card>
        <EmptyState kind="nothing-yet" text={t("empty")} />
      </Card>
    );
  return (
    <>
      <Kpis>
        <Kpi name={t("kpiOpen")} value={format.count(open.length)} />
        <Kpi
          name={t("kpiWeek")}
          value={format.count(open.filter(({ daysLeft = 0 }) => daysLeft >= 0 && daysLeft <= 7).length)}
        />
        <Kpi
          name={t("kpiOverdue")}
          value={format.count(open.filter(({ daysLeft = 0 }) => daysLeft < 0).length)}
        />
      </Kpis>
      <Card title={t("openTitle")}>
        <DeadlineStrip requests={open} />
        {open.length === 0 ? (
          <p className="muted">{t("noneOpen")}</p>
        ) : (
          <RequestTable caption={t("openTitle")} requests={open} {...acts} />
        )}
      </Card>
      {closed.length > 0 && (
        <Card title={t("closedTitle")}>
          <p className="note">{t("closedNote")}</p>
          <RequestTable caption={t("closedTitle")} requests={closed} {...acts} />
        </Card>
      )}
    </>
  );
}

function CalendarDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const { t } = useTranslation("requests");
  const { language } = useWords();
  const format = useFormat();
  return (
    <FolderDialog
      title={t("calendar")}
      action={t("calendarWrite")}
      write={(folder) => vaultApi().exportRequestCalendar({ folder, language })}
      onWritten={({ deadlines }) => toast("ok", t("calendarWritten", { count: format.count(deadlines) }))}
      onClose={onClose}
    >
      <p>{t("calendarText")}</p>
    </FolderDialog>
  );
}
