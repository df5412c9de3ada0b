import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { quarantineReasons, type ImportOutcome } from "../../../../workers/terms/intake.ts";
import { Kpi, Kpis, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";

/** The counts of an import, done or tried, and the rows that could not be stored by reason. */
export function OutcomeFigures({ outcome }: { readonly outcome: ImportOutcome }): ReactElement {
  const { t } = useTranslation("import");
  const format = useFormat();
  return (
    <>
      <Kpis>
        <Kpi
          name={t(outcome.dryRun ? "figure.new" : "figure.newDone")}
          value={format.count(outcome.stored)}
          note={newNote(outcome)}
        />
        <Kpi
          name={t(outcome.dryRun ? "figure.changed" : "figure.changedDone")}
          value={format.count(outcome.customersChanged)}
          note={t(outcome.dryRun ? "figure.changedNote" : "figure.changedNoteDone")}
        />
        <Kpi
          name={t("figure.repeated")}
          value={format.count(outcome.repeated)}
          note={t(outcome.dryRun ? "figure.repeatedNote" : "figure.repeatedNoteDone")}
        />
        <Kpi
          name={t(outcome.dryRun ? "figure.quarantined" : "figure.quarantinedDone")}
          value={format.count(outcome.quarantined)}
          note={t(outcome.dryRun ? "figure.quarantinedNote" : "figure.quarantinedNoteDone")}
        />
      </Kpis>
      <p className="note">
        {t("figure.read", {
          rows: format.count(outcome.read),
          consents: format.count(outcome.consentsNew),
        })}
        {outcome.leftOut > 0 && ` ${t("figure.leftOut", { rows: format.count(outcome.leftOut) })}`}
        {outcome.unclaimed > 0 && ` ${t("figure.unclaimed", { rows: format.count(outcome.unclaimed) })}`}
        {outcome.keptCorrections !== undefined &&
          ` ${t("figure.keptCorrections", { cells: format.count(outcome.keptCorrections) })}`}
        {outcome.withheld > 0 && ` ${t("figure.withheld", { people: format.count(outcome.withheld) })}`}
      </p>
      <HeldReasons byReason={outcome.byReason} />
    </>
  );

  function newNote(counts: ImportOutcome): string {
    if (counts.kind !== "people" && counts.kind !== "orders")
      return t("figure.newEntries", {
        customers: format.count(counts.customersNew),
        entries: format.count(counts.kind === "consents" ? counts.consentsNew : counts.entriesNew),
      });
    return t("figure.newNote", {
      customers: format.count(counts.customersNew),
      orders: format.count(counts.ordersNew),
    });
  }
}

function HeldReasons({ byReason }: Pick<ImportOutcome, "byReason">): ReactElement | null {
  const { t } = useTranslation("import");
  const { t: reasons } = useTranslation("quarantine");
  const format = useFormat();
  const held = quarantineReasons.flatMap((reason) => {
    const rows = byReason[reason] ?? 0;
    return rows > 0 ? [{ reason, rows }] : [];
  });
  if (held.length === 0) return null;
  return (
    <SmallTable
      caption={t("byReason")}
      columns={[
        { key: "reason", title: t("byReason"), cell: (row) => reasons(`reason.${row.reason}`) },
        { key: "rows", title: t("rows"), number: true, cell: (row) => format.count(row.rows) },
      ]}
      rows={held}
      keyOf={(row) => row.reason}
    />
  );
}
