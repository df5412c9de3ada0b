import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ColumnFacts, Histogram, Repair, TableProfile } from "../../../../workers/terms/profile.ts";
import { Badge, Button, Card, FaultNotice, Personal, Select, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useJob } from "../../../state/use-job.ts";
import { vaultApi } from "../../../state/vault.ts";
import { draftName, planOf, type Draft } from "./draft.ts";
import { asHeld, repairKey, type TreatmentChoices } from "./treatment.ts";

/** Counts all rows of the file on demand, and shows what each column holds and what would be read otherwise. */
export function ProfileCard({
  draft,
  onTreat,
}: {
  readonly draft: Draft;
  readonly onTreat: (treatment: TreatmentChoices) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const counting = useJob<TableProfile>();
  const { job, outcome, fault } = counting;
  const plan = planOf(draft);
  const count = (): void => {
    if (!plan) return;
    const { file } = draft;
    const name = file.name.slice(0, 255);
    void counting.start(t("countingFile", { name: draftName(draft) }), (ticket) =>
      vaultApi().profileFile({ file, name, plan, job: ticket }),
    );
  };
  return (
    <Card title={t("profileTitle")}>
      <p className="note">{t("profileNote")}</p>
      <div className="row">
        <Button isDisabled={!plan || job !== undefined} onPress={count}>
          {t(outcome === undefined ? "countAll" : "countAgain")}
        </Button>
      </div>
      {fault && <FaultNotice fault={fault} />}
      {outcome?.ok === true && <ProfileTables profile={outcome.value} draft={draft} onTreat={onTreat} />}
    </Card>
  );
}

function ProfileTables({
  profile,
  draft,
  onTreat,
}: {
  readonly profile: TableProfile;
  readonly draft: Draft;
  readonly onTreat: (treatment: TreatmentChoices) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const words = useWords();
  const format = useFormat();
  const { columns, repairs, sums } = profile;
  const nameOf = (index: number | undefined): string =>
    index === undefined
      ? t("wholeRows")
      : columns[index]?.heading || t("columnNumber", { column: index + 1 });
  return (
    <>
      <p role="status">
        {t("profileRows", { rows: format.count(profile.rows), unreadable: format.count(profile.unreadable) })}
        {sums &&
          ` ${t("profileSums", { orders: format.count(sums.orders), agreeing: format.count(sums.agreeing) })}`}
      </p>
      <SmallTable<ColumnFacts>
        caption={t("profileTable")}
        rows={columns}
        keyOf={(_, index) => index}
        columns={[
          { key: "column", title: t("profileColumn"), cell: (row) => nameOf(columns.indexOf(row)) },
          { key: "look", title: t("profileLook"), cell: (row) => words.label("look", row.look) },
          {
            key: "fate",
            title: t("becomes"),
            cell: (row) => (
              <Badge tone={row.fate === "never" ? "danger" : row.fate === "leave-out" ? undefined : "ok"}>
                {words.label("fate", row.fate)}
              </Badge>
            ),
          },
          { key: "class", title: t("usedFor"), cell: (row) => words.label("fieldClass", row.class) },
          { key: "blank", title: t("profileBlank"), number: true, cell: (row) => format.count(row.blanks) },
          {
            key: "distinct",
            title: t("profileDistinct"),
            number: true,
            cell: (row) => `${row.distinctExact ? "" : "≈"}${format.count(row.distinct)}`,
          },
          {
            key: "histogram",
            title: t("profileHistogram"),
            cell: (row) => <Bars histogram={row.histogram} />,
          },
          {
            key: "top",
            title: t("profileTop"),
            cell: (row) => (
              <Personal>
                {row.top
                  .slice(0, 3)
                  .map(({ value, rows }) => `${value} (${format.count(rows)})`)
                  .join(t("listComma"))}
              </Personal>
            ),
          },
        ]}
      />
      {repairs.length > 0 && (
        <SmallTable<Repair>
          caption={t("repairTable")}
          rows={repairs}
          keyOf={(_, index) => index}
          columns={[
            { key: "column", title: t("profileColumn"), cell: (row) => nameOf(row.column) },
            { key: "kind", title: t("repairKind"), cell: (row) => words.label("repair", row.kind) },
            { key: "rows", title: t("rows"), number: true, cell: (row) => format.count(row.rows) },
            { key: "examples", title: t("repairExamples"), cell: (row) => <Examples repair={row} /> },
            {
              key: "choice",
              title: t("repairChoice"),
              cell: (row) => (
                <RepairChoice
                  repair={row}
                  of={t("repairOf", { kind: words.label("repair", row.kind), column: nameOf(row.column) })}
                  treatment={draft.treatment}
                  onTreat={onTreat}
                />
              ),
            },
          ]}
        />
      )}
    </>
  );
}

/** Accept a repair, or have its rows wait in quarantine to be decided one by one or by a rule. */
function RepairChoice({
  repair,
  of,
  treatment,
  onTreat,
}: {
  readonly repair: Repair;
  /** What the choice is about, for a screen reader. */
  readonly of: string;
  readonly treatment: TreatmentChoices;
  readonly onTreat: (treatment: TreatmentChoices) => void;
}): ReactElement {
  const { t } = useTranslation("import");
  const held = asHeld(repair);
  if (held === undefined) return <span className="note">{t("repairOnlySaid")}</span>;
  const key = repairKey(repair);
  return (
    <Select
      label={of}
      hideLabel
      value={treatment.held.has(key) ? "hold" : "accept"}
      options={[
        {
          value: "accept",
          label: t(
            repair.kind === "outlier" || repair.kind === "duplicate-row" ? "repairKeep" : "repairAccept",
          ),
        },
        { value: "hold", label: t("repairHold") },
      ]}
      onChange={(choice) => {
        const all = new Map(treatment.held);
        if (choice === "hold") all.set(key, held);
        else all.delete(key);
        onTreat({ ...treatment, held: all });
      }}
    />
  );
}

function Examples({ repair }: { readonly repair: Repair }): ReactElement {
  const { t } = useTranslation("import");
  return (
    <ul className="plain-list">
      {repair.examples.slice(0, 3).map(({ line, original, repaired }) => (
        <li key={line}>
          {t("rowNumber", { row: line })}{" "}
          <Personal>{repaired === undefined ? original : `${original} → ${repaired}`}</Personal>
        </li>
      ))}
    </ul>
  );
}

const BAR = 5;
const HEIGHT = 20;

/** A histogram as small bars; what it shows in numbers stands beside it. */
function Bars({ histogram }: { readonly histogram: Histogram | undefined }): ReactElement | null {
  const { t } = useTranslation("import");
  if (!histogram) return null;
  const { counts } = histogram;
  const most = Math.max(1, ...counts);
  return (
    <svg
      role="img"
      aria-label={t("histogramOf", { bins: counts.length })}
      width={counts.length * BAR}
      height={HEIGHT}
      className="tiny-bars"
    >
      {counts.map((count, index) => {
        const height = count === 0 ? 0 : Math.max(1, (count / most) * HEIGHT);
        return (
          <rect
            key={index}
            x={index * BAR}
            y={HEIGHT - height}
            width={BAR - 1}
            height={height}
            fill="currentColor"
          />
        );
      })}
    </svg>
  );
}
