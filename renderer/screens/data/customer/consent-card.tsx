import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ConsentLine, CustomerView } from "../../../../workers/terms/people.ts";
import {
  purposeCodes,
  recipients,
  type ConsentState,
  type PurposeCode,
  type PurposeSummary,
} from "../../../../workers/terms/purpose.ts";
import { Asked, Badge, Button, Card, DateText, SmallTable } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { SetConsent } from "./set-consent.tsx";
import { allowed, saidTo, standingToday } from "./standing-today.ts";

/** What the customer said of each purpose today, everything said before, and a way to note a new word. */
export function ConsentCard({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("customer");
  const [setting, setSetting] = useState<PurposeCode>();
  const summary = useVaultQuery("consentSummary", {}, ["consent", "people"]);
  const now = new Date();
  return (
    <Card title={t("consents")}>
      <Asked query={summary}>
        {(purposes) => <Today view={view} purposes={purposes} now={now} onSet={setSetting} />}
      </Asked>
      {view.consents.length === 0 ? <p className="muted">{t("nothingSaid")}</p> : <History view={view} />}
      {setting && (
        <SetConsent
          customerId={view.row.id}
          purpose={setting}
          now={standingToday(view.consents, setting, now)}
          onClose={() => setSetting(undefined)}
        />
      )}
    </Card>
  );
}

/** Per purpose: its basis, what the customer said, and whether it may be pursued. */
function Today({
  view,
  purposes,
  now,
  onSet,
}: {
  readonly view: CustomerView;
  readonly purposes: readonly PurposeSummary[];
  readonly now: Date;
  readonly onSet: (purpose: PurposeCode) => void;
}): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  return (
    <SmallTable
      caption={t("consents")}
      rows={purposeCodes.flatMap((code) => purposes.filter((one) => one.purpose === code))}
      keyOf={(one) => one.purpose}
      columns={[
        { key: "purpose", title: t("purpose"), cell: (one) => words.label("purpose", one.purpose) },
        {
          key: "basis",
          title: t("basis"),
          cell: (one) => <span className="nowrap">{words.label("basis", one.basis)}</span>,
        },
        {
          key: "state",
          title: t("said"),
          cell: (one) => <Said lines={view.consents} purpose={one.purpose} now={now} />,
        },
        {
          key: "allowed",
          title: t("mayUse"),
          cell: (one) =>
            allowed(one.basis, standingToday(view.consents, one.purpose, now)) ? (
              <Badge tone="ok" icon="ok">
                {t("may")}
              </Badge>
            ) : (
              <Badge tone="danger" icon="shield">
                {t("mayNot")}
              </Badge>
            ),
        },
        {
          key: "set",
          title: t("change"),
          cell: (one) => (
            <Button
              aria-label={t("setFor", { purpose: words.label("purpose", one.purpose) })}
              onPress={() => onSet(one.purpose)}
            >
              {t("set")}
            </Button>
          ),
        },
      ]}
    />
  );
}

/** The state towards a purpose in general, and towards each recipient to whom something was said. */
function Said({
  lines,
  purpose,
  now,
}: {
  readonly lines: readonly ConsentLine[];
  readonly purpose: PurposeCode;
  readonly now: Date;
}): ReactElement {
  const words = useWords();
  const said = recipients.flatMap((recipient) => saidTo(lines, purpose, recipient, now) ?? []);
  if (said.length === 0) return <StateBadge state="unknown" />;
  return (
    <div className="row">
      {said.map((line) => (
        <span key={line.recipient} className="row">
          <StateBadge state={line.state} />
          <span className="note">{words.label("recipient", line.recipient)}</span>
        </span>
      ))}
    </div>
  );
}

function StateBadge({ state }: { readonly state: ConsentState }): ReactElement {
  const said = useWords().label("consent", state);
  if (state === "unknown") return <Badge>{said}</Badge>;
  const tone = state === "granted" ? "ok" : "danger";
  return (
    <Badge tone={tone} icon={tone}>
      {said}
    </Badge>
  );
}

function History({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  return (
    <details className="details" open={view.consents.length <= 8}>
      <summary>{t("history", { lines: view.consents.length })}</summary>
      <SmallTable
        caption={t("historyCaption")}
        rows={view.consents}
        keyOf={(_, index) => index}
        columns={[
          { key: "purpose", title: t("purpose"), cell: (one) => words.label("purpose", one.purpose) },
          {
            key: "recipient",
            title: t("recipient"),
            cell: (one) => <span className="nowrap">{words.label("recipient", one.recipient)}</span>,
          },
          {
            key: "state",
            title: t("said"),
            cell: (one) => (
              <>
                <StateBadge state={one.state} />
                {one.retractedAt && <span className="note"> {t("retracted")}</span>}
              </>
            ),
          },
          {
            key: "channel",
            title: t("reachedBy"),
            cell: (one) => (one.channel === undefined ? "–" : words.label("consentChannel", one.channel)),
          },
          {
            key: "basis",
            title: t("basis"),
            cell: (one) => <span className="nowrap">{words.label("basis", one.basis)}</span>,
          },
          { key: "held", title: t("heldFrom"), cell: (one) => <DateText iso={one.heldFrom} /> },
          { key: "known", title: t("knownAt"), cell: (one) => <DateText iso={one.knownAt} /> },
          { key: "source", title: t("source"), cell: (one) => words.label("source", one.source) },
          { key: "wording", title: t("wording"), cell: (one) => one.wording ?? "–" },
        ]}
      />
    </details>
  );
}
