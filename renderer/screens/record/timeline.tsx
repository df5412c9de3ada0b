import { useCallback, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RecordLine, RecordVerification } from "../../../workers/terms/record.ts";
import { askerOf, reasonOf } from "../../../workers/terms/record-reasons.ts";
import {
  Badge,
  Button,
  Card,
  DataTable,
  DateText,
  EmptyState,
  FaultNotice,
  Notice,
  PageHeader,
} from "../../components/index.ts";
import type { LoadRows } from "../../components/windowed-rows.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords, type Words } from "../../i18n/words.ts";
import { useChangeCount } from "../../state/changes.ts";
import { address } from "../../state/route.ts";
import { useJob } from "../../state/use-job.ts";
import { vaultApi } from "../../state/vault.ts";
import { ok } from "../../../workers/base/result.ts";
import { everything, filterOf, TimelineFilter, type Filter } from "./timeline-filter.tsx";

/** Every act at a gate, newest first, with why and who asked; of a gate, a person or a period; and the check that no line was changed. */
export function TimelineScreen(): ReactElement {
  const { t } = useTranslation("timeline");
  const words = useWords();
  const [asked, setAsked] = useState(everything);
  const filter = filterOf(asked);
  const key = filter === undefined ? "" : JSON.stringify(filter);
  const changes = useChangeCount(["record"]);
  const load: LoadRows<RecordLine> = useCallback(
    async (offset, limit) => {
      // Half a filter asks for nothing.
      if (key === "") return ok({ total: 0, rows: [] });
      const page = await vaultApi().listRecord({ offset, limit, ...(JSON.parse(key) as Filter) });
      return page.ok ? ok({ total: page.value.total, rows: page.value.lines }) : page;
    },
    [key],
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Verification />
      <Card>
        <TimelineFilter asked={asked} onChange={setAsked} />
        <DataTable
          label={t("title")}
          version={`${key} ${String(changes)}`}
          load={load}
          empty={
            <EmptyState
              kind={key === "{}" ? "nothing-yet" : "no-match"}
              text={t(key === "{}" ? "empty" : "noMatch")}
            />
          }
          columns={[
            { key: "seq", title: t("line"), width: 72, number: true, cell: (line) => line.seq },
            { key: "at", title: t("at"), width: 176, cell: (line) => <DateText iso={line.at} /> },
            {
              key: "gate",
              title: t("gate"),
              width: 104,
              cell: (line) => <Badge>{words.label("gate", line.gate)}</Badge>,
            },
            {
              key: "action",
              title: t("action"),
              width: 200,
              cell: (line) => words.label("action", line.action),
            },
            {
              key: "why",
              title: t("why"),
              width: 400,
              cell: (line) => words.label("recordWhy", reasonOf(line)),
            },
            {
              key: "who",
              title: t("who"),
              width: 190,
              cell: (line) => words.label("recordWho", askerOf(line)),
            },
            { key: "source", title: t("source"), width: 170, cell: (line) => <Behind line={line} /> },
            { key: "facts", title: t("facts"), width: 900, cell: (line) => payloadText(line, words) },
          ]}
        />
      </Card>
    </>
  );
}

/** What stands behind a line: the rule that ran, the certificate, or the release, where it can be looked at. */
function Behind({ line }: { readonly line: RecordLine }): ReactElement | null {
  const { t } = useTranslation("timeline");
  const { rule, certificate, release } = line.payload;
  if (typeof certificate === "string")
    return (
      <a href={address("record", "certificates", certificate)}>{t("certificate", { number: certificate })}</a>
    );
  if (typeof rule === "number")
    return <a href={address("record", "retention")}>{t("ruleNumber", { rule })}</a>;
  if (typeof release === "number")
    return <a href={address("release", "left")}>{t("release", { release })}</a>;
  return null;
}

/** Codes in payloads that have a label of their own. */
const codeLabels: Readonly<Record<string, string>> = {
  purpose: "purpose",
  recipient: "recipient",
  platform: "platform",
  state: "consent",
  action: "retentionAction",
  undated: "retentionUndated",
  found: "outsideChange",
};

function payloadText(line: RecordLine, words: Words): string {
  return Object.entries(line.payload)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${words.label("payload", name)} ${valueText(name, value, words)}`)
    .join(" · ");
}

const HASH_SHOWN = 8;

function valueText(name: string, value: string | number | boolean, words: Words): string {
  if (typeof value === "boolean") return words.label("truth", String(value));
  if (typeof value === "number") return String(value);
  if (/^[0-9a-f]{32,}$/.test(value)) return `${value.slice(0, HASH_SHOWN)}…`;
  const kind = codeLabels[name];
  return kind ? words.label(kind, value) : value;
}

function Verification(): ReactElement {
  const { t } = useTranslation("timeline");
  const format = useFormat();
  const job = useJob<RecordVerification>();
  const outcome = job.outcome;
  const found = outcome?.ok ? outcome.value : undefined;
  return (
    <Card
      title={t("verifyTitle")}
      actions={
        <Button
          icon="shield"
          isDisabled={job.job !== undefined}
          onPress={() => void job.start(t("verifying"), (ticket) => vaultApi().verifyRecord({ job: ticket }))}
        >
          {t("verify")}
        </Button>
      }
    >
      <p>{t("verifyText")}</p>
      {job.fault && <FaultNotice fault={job.fault} />}
      {found?.intact === true && (
        <Notice tone="ok" live>
          <p>{t("intact", { lines: format.count(found.lines) })}</p>
        </Notice>
      )}
      {found?.intact === false && (
        <Notice tone="danger" live>
          <p>{t("broken", { line: found.firstBad ?? "?" })}</p>
        </Notice>
      )}
    </Card>
  );
}
