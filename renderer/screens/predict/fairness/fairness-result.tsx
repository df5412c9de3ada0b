import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { LikelyRange } from "../../../../workers/terms/decision.ts";
import type { FairnessMeasureReport, FairnessReport } from "../../../../workers/terms/model-fairness.ts";
import { ChoiceBadge, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords, type Words } from "../../../i18n/words.ts";

/** Beyond this a ratio says no more than that it is large. */
const MOST_SHOWN = 999;

/** One comparison: what it comes to in words, then the groups in people out of a hundred. */
export function FairnessResult({ report }: { readonly report: FairnessReport }): ReactElement {
  const { t } = useTranslation("fairness");
  const words = useWords();
  const format = useFormat();
  const {
    model,
    by,
    name = "",
    verdict,
    groups,
    measures,
    contact,
    scored,
    judgedFrom,
    others,
    k,
    same,
  } = report;
  const title = words.label("grouping", by.kind, { name });
  const chosen = {
    contact: format.count(contact),
    scored: format.count(scored),
    percent: format.count((100 * contact) / Math.max(1, scored)),
  };
  return (
    <section className="stack-tight" aria-label={t("resultOf", { by: title })}>
      <p className="row" role="status">
        <strong>{t("resultOf", { by: title })}</strong> <ChoiceBadge verdict={verdict} />
      </p>
      <ul className="bullets">
        {measures.map((measure) => (
          <li key={measure.measure}>
            <Measure report={report} measure={measure} />
          </li>
        ))}
      </ul>
      {groups.length > 0 && <GroupTable report={report} title={title} />}
      <p className="note">
        {model === "lookalike"
          ? t("basisDrawn", chosen)
          : t("basis", { ...chosen, from: format.day(judgedFrom) })}{" "}
        {others !== 0 && t("others", { k })} {!same && t("changed")}
      </p>
    </section>
  );
}

function groupName(words: Words, { by }: FairnessReport, group: string): string {
  if (by.kind === "segment") return words.label("segmentSide", group);
  const key = `value.${by.kind}.${group}`;
  const said = words.release(key);
  return said === key ? group : said;
}

/** A measure in a sentence: of all groups alike, or the group that differs most. */
function Measure({
  report,
  measure: { measure, verdict, comparisons },
}: {
  readonly report: FairnessReport;
  readonly measure: FairnessMeasureReport;
}): ReactElement {
  const { t } = useTranslation("fairness");
  const words = useWords();
  const format = useFormat();
  const told = comparisons.filter((one) => one.verdict === verdict);
  const worst = told.reduce<(typeof told)[number] | undefined>(
    (most, one) => (one.gap && (!most?.gap || off(measure, one.gap) > off(measure, most.gap)) ? one : most),
    undefined,
  );
  const ratio = measure === "selection";
  const number = (value: number): string =>
    ratio ? format.decimal(Math.min(value, MOST_SHOWN), 2) : format.difference(Math.round(100 * value));
  return (
    <>
      {words.label("fairMeasure", measure)} <ChoiceBadge verdict={verdict} />{" "}
      {worst?.gap === undefined
        ? verdict === "too-little-evidence" && <span className="muted">{t("nothingToCompare")}</span>
        : t(ratio ? "ratio" : measure === "calibration" ? "level" : "gap", {
            group: groupName(words, report, worst.group),
            reference: groupName(words, report, report.reference ?? ""),
            value: number(worst.gap.value),
            low: number(worst.gap.low),
            high: number(worst.gap.high),
          })}
    </>
  );
}

/** How far a comparison is from no difference at all. */
function off(measure: FairnessMeasureReport["measure"], { value }: LikelyRange): number {
  return measure === "selection" ? Math.abs(Math.log(Math.max(value, 1e-9))) : Math.abs(value);
}

function GroupTable({
  report,
  title,
}: {
  readonly report: FairnessReport;
  readonly title: string;
}): ReactElement {
  const { t } = useTranslation("fairness");
  const words = useWords();
  const format = useFormat();
  const whole = (share: number): string => format.count(100 * share);
  const range = (share: LikelyRange | undefined): string =>
    share === undefined
      ? t("hidden")
      : t("range", { value: whole(share.value), low: whole(share.low), high: whole(share.high) });
  return (
    <SmallTable
      caption={t("tableOf", { by: title })}
      rows={report.groups}
      keyOf={({ group }) => group}
      columns={[
        { key: "group", title, cell: ({ group }) => groupName(words, report, group) },
        { key: "people", title: t("people"), number: true, cell: ({ people }) => format.count(people) },
        { key: "chosen", title: t("chosen"), number: true, cell: (row) => range(row.selection) },
        { key: "opportunity", title: t("opportunity"), number: true, cell: (row) => range(row.truePositive) },
        { key: "wrongly", title: t("wrongly"), number: true, cell: (row) => range(row.falsePositive) },
        { key: "right", title: t("right"), number: true, cell: (row) => range(row.precision) },
        {
          key: "level",
          title: t("levelColumn"),
          number: true,
          cell: (row) => t("levelOf", { expected: whole(row.expected), observed: range(row.observed) }),
        },
      ]}
    />
  );
}
