import { useRef, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  quarantineReasons,
  type ImportEntry,
  type QuarantinePage,
  type QuarantineReason,
} from "../../../../workers/terms/intake.ts";
import {
  Asked,
  Button,
  Card,
  EmptyState,
  NothingImported,
  PageHeader,
  Select,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import type { ScreenProps } from "../../screen-props.ts";
import { DiscardAll } from "./discard-all.tsx";
import { GroupRepair } from "./group-repair.tsx";
import { HeldRow } from "./held-row.tsx";
import { ReasonList } from "./reason-list.tsx";
import { ReportButton } from "./report-dialog.tsx";

const PAGE = 20;

interface Choice {
  /** Undefined for all imports. */
  readonly importId: number | undefined;
  readonly reason: QuarantineReason | undefined;
  readonly offset: number;
}

/** Rows that could not be stored: by reason, each kept whole, mended and stored here or given up. */
export function QuarantineScreen({ rest }: ScreenProps): ReactElement {
  const { t } = useTranslation("quarantine");
  const asked = Number(rest[0]);
  const [choice, setChoice] = useState<Choice>({
    importId: Number.isInteger(asked) && asked > 0 ? asked : undefined,
    reason: undefined,
    offset: 0,
  });
  const imports = useVaultQuery("listImports", {}, ["imports"]);
  const query = useVaultQuery(
    "listQuarantine",
    {
      offset: choice.offset,
      limit: PAGE,
      ...(choice.importId === undefined ? {} : { importId: choice.importId }),
      ...(choice.reason === undefined ? {} : { reason: choice.reason }),
    },
    ["quarantine"],
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={query}>
        {(page) => (
          <Held
            page={page}
            choice={choice}
            imports={imports.state === "ready" ? imports.value : []}
            onChoose={setChoice}
          />
        )}
      </Asked>
    </>
  );
}

function Held({
  page,
  choice,
  imports,
  onChoose,
}: {
  readonly page: QuarantinePage;
  readonly choice: Choice;
  readonly imports: readonly ImportEntry[];
  readonly onChoose: (choice: Choice) => void;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  const waiting = quarantineReasons.flatMap((reason) => {
    const rows = page.byReason[reason] ?? 0;
    return rows > 0 ? [{ reason, rows }] : [];
  });
  const all = waiting.reduce((sum, one) => sum + one.rows, 0);
  if (all === 0)
    return <Empty filtered={choice.importId !== undefined} onClear={() => onChoose(everything)} />;
  const withRows = imports.filter((entry) => entry.quarantined > 0 && entry.undoneAt === undefined);
  const reported =
    withRows.length === 1 ? withRows[0] : withRows.find((entry) => entry.id === choice.importId);
  return (
    <div className="split">
      <Card title={t("reasons")}>
        {withRows.length > 1 && (
          <Select
            label={t("import")}
            value={choice.importId === undefined ? "all" : String(choice.importId)}
            options={[
              { value: "all", label: t("allImports") },
              ...withRows.map((entry) => ({ value: String(entry.id), label: entry.name })),
            ]}
            onChange={(value) =>
              onChoose({ ...everything, importId: value === "all" ? undefined : Number(value) })
            }
          />
        )}
        <ReasonList
          reasons={waiting}
          all={all}
          value={choice.reason}
          onChange={(reason) => onChoose({ ...choice, reason, offset: 0 })}
        />
        {reported && <ReportButton importId={reported.id} file={reported.name} />}
      </Card>
      <Rows page={page} choice={choice} imports={imports} onChoose={onChoose} />
    </div>
  );
}

const everything: Choice = { importId: undefined, reason: undefined, offset: 0 };

function Empty({
  filtered,
  onClear,
}: {
  readonly filtered: boolean;
  readonly onClear: () => void;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  return (
    <Card>
      {filtered ? (
        <EmptyState
          kind="no-match"
          text={t("emptyImport")}
          action={
            <Button kind="primary" icon="filter" onPress={onClear}>
              {t("showAll")}
            </Button>
          }
        />
      ) : (
        <NothingImported text={t("empty")} />
      )}
    </Card>
  );
}

function Rows({
  page,
  choice,
  imports,
  onChoose,
}: {
  readonly page: QuarantinePage;
  readonly choice: Choice;
  readonly imports: readonly ImportEntry[];
  readonly onChoose: (choice: Choice) => void;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  const top = useRef<HTMLDivElement>(null);
  const turn = (offset: number): void => {
    onChoose({ ...choice, offset });
    top.current?.focus();
  };
  const names = new Map(imports.map((entry) => [entry.id, entry.name]));
  return (
    <div className="stack" ref={top} tabIndex={-1} role="region" aria-label={t("rows")}>
      <div className="row-apart">
        <h2>{choice.reason === undefined ? t("allReasons") : t(`reason.${choice.reason}`)}</h2>
        {choice.reason !== undefined && (
          <DiscardAll reason={choice.reason} importId={choice.importId} rows={page.total} />
        )}
      </div>
      {choice.reason !== undefined && (
        <GroupRepair reason={choice.reason} importId={choice.importId} headings={page.headings} />
      )}
      {page.rows.length === 0 ? (
        <EmptyState
          kind="no-match"
          text={t("emptyReason")}
          action={
            <Button icon="filter" onPress={() => onChoose({ ...choice, reason: undefined, offset: 0 })}>
              {t("showAll")}
            </Button>
          }
        />
      ) : (
        page.rows.map((row) => (
          <HeldRow
            key={row.id}
            row={row}
            headings={page.headings[row.importId] ?? []}
            file={names.get(row.importId) ?? ""}
            onGone={() => top.current?.focus({ preventScroll: true })}
          />
        ))
      )}
      {page.total > PAGE && <Pager offset={choice.offset} total={page.total} onTurn={turn} />}
    </div>
  );
}

function Pager({
  offset,
  total,
  onTurn,
}: {
  readonly offset: number;
  readonly total: number;
  readonly onTurn: (offset: number) => void;
}): ReactElement {
  const { t } = useTranslation("quarantine");
  const format = useFormat();
  const last = Math.min(offset + PAGE, total);
  return (
    <div className="row">
      <Button icon="left" isDisabled={offset === 0} onPress={() => onTurn(offset - PAGE)}>
        {t("earlier")}
      </Button>
      <span className="note">
        {t("range", {
          from: format.count(offset + 1),
          to: format.count(last),
          total: format.count(total),
        })}
      </span>
      <Button icon="right" isDisabled={last >= total} onPress={() => onTurn(offset + PAGE)}>
        {t("later")}
      </Button>
    </div>
  );
}
