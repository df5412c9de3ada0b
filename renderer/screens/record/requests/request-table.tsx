import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RequestEntry } from "../../../../workers/terms/rights.ts";
import { Badge, Button, DateText, LinkButton, Personal, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address } from "../../../state/route.ts";
import { urgency } from "./deadline-days.ts";

/** Requests with whose they are, until when, and what leads to an answer. */
export function RequestTable({
  caption,
  requests,
  onChange,
  onClose,
}: {
  readonly caption: string;
  readonly requests: readonly RequestEntry[];
  readonly onChange: (request: RequestEntry) => void;
  readonly onClose: (request: RequestEntry) => void;
}): ReactElement {
  const { t } = useTranslation("requests");
  const words = useWords();
  return (
    <SmallTable<RequestEntry>
      caption={caption}
      rows={requests}
      keyOf={({ id }) => id}
      columns={[
        { key: "id", title: t("number"), number: true, cell: ({ id }) => id },
        {
          key: "kind",
          title: t("kind"),
          cell: ({ kind, law }) => (
            <>
              {words.rights(`kind.${kind}`)}
              <div className="note">{words.rights(`law.${law}`)}</div>
            </>
          ),
        },
        {
          key: "who",
          title: t("who"),
          cell: ({ who, note }) => (
            <>
              {who === undefined ? t("nobodyNamed") : <Personal>{who}</Personal>}
              {note !== "" && (
                <div className="note">
                  <Personal>{note}</Personal>
                </div>
              )}
            </>
          ),
        },
        { key: "received", title: t("received"), cell: ({ receivedOn }) => <DateText iso={receivedOn} /> },
        { key: "due", title: t("due"), cell: (request) => <Due of={request} /> },
        {
          key: "acts",
          title: t("acts"),
          cell: (request) => <Acts of={request} onChange={onChange} onClose={onClose} />,
        },
      ]}
    />
  );
}

function Due({ of: request }: { readonly of: RequestEntry }): ReactElement {
  const { t } = useTranslation("requests");
  const words = useWords();
  const format = useFormat();
  const { deadline, daysLeft, outcome, closedOn } = request;
  if (outcome !== undefined)
    return (
      <>
        {words.rights(`outcome.${outcome}`)}
        {closedOn !== undefined && (
          <div className="note">
            <DateText iso={closedOn} />
          </div>
        )}
      </>
    );
  const days = daysLeft ?? 0;
  return (
    <>
      <DateText iso={deadline.dueOn} />{" "}
      <Badge tone={urgency(days)}>
        {days < 0 ? t("overdue", { days: format.count(-days) }) : t("daysLeft", { days: format.count(days) })}
      </Badge>
      <div className="note">
        {deadline.article}
        {deadline.ownTarget && ` ${t("ownTarget")}`}
        {deadline.extendable !== undefined && ` ${t("extendable", { day: format.day(deadline.extendable) })}`}
      </div>
    </>
  );
}

function Acts({
  of: request,
  onChange,
  onClose,
}: {
  readonly of: RequestEntry;
  readonly onChange: (request: RequestEntry) => void;
  readonly onClose: (request: RequestEntry) => void;
}): ReactElement {
  const { t } = useTranslation("requests");
  const { id, customerId, outcome } = request;
  return (
    <div className="row">
      {customerId !== undefined && (
        <LinkButton href={address("data", "customers", customerId)} icon="person">
          {t("answer")}
        </LinkButton>
      )}
      {outcome === undefined && (
        <>
          <Button kind="quiet" aria-label={`${t("change")}: ${String(id)}`} onPress={() => onChange(request)}>
            {t("change")}
          </Button>
          <Button kind="quiet" aria-label={`${t("close")}: ${String(id)}`} onPress={() => onClose(request)}>
            {t("close")}
          </Button>
        </>
      )}
    </div>
  );
}
