import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { mostCompared, type SegmentOverlap } from "../../../workers/terms/segment-sets.ts";
import type { SegmentEntry } from "../../../workers/terms/segment.ts";
import { Asked, Card, Checkbox, SmallTable } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";

/** Which segments share people: a row for each combination that occurs, with its dots and a bar, as in UpSet. */
export function OverlapCard({ segments }: { readonly segments: readonly SegmentEntry[] }): ReactElement {
  const { t } = useTranslation("compare");
  const format = useFormat();
  const [chosen, setChosen] = useState<readonly number[]>(segments.slice(0, 3).map(({ id }) => id));
  const here = chosen.filter((id) => segments.some((segment) => segment.id === id));
  return (
    <Card title={t("overlap")}>
      <p className="note">{t("overlapText", { most: mostCompared })}</p>
      <div className="choice-list" role="group" aria-label={t("choose")}>
        {segments.map(({ id, name, people }) => (
          <Checkbox
            key={id}
            isSelected={here.includes(id)}
            isDisabled={!here.includes(id) && here.length >= mostCompared}
            onChange={(on) => setChosen(on ? [...here, id] : here.filter((one) => one !== id))}
          >
            {t("named", { name, people: format.count(people) })}
          </Checkbox>
        ))}
      </div>
      {here.length < 2 ? <p className="note">{t("chooseTwo")}</p> : <Picture segmentIds={here} />}
    </Card>
  );
}

function Picture({ segmentIds }: { readonly segmentIds: readonly number[] }): ReactElement {
  const query = useVaultQuery("overlapSegments", { segmentIds: [...segmentIds] }, [
    "segments",
    "people",
    "consent",
    "insight",
  ]);
  return <Asked query={query}>{(overlap) => <Parts overlap={overlap} />}</Asked>;
}

function Parts({ overlap }: { readonly overlap: SegmentOverlap }): ReactElement {
  const { t } = useTranslation("compare");
  const format = useFormat();
  const { sets, parts } = overlap;
  const all = parts.reduce((sum, { people }) => sum + people, 0);
  if (parts.length === 0) return <p className="note">{t("nobody")}</p>;
  return (
    <SmallTable
      caption={t("overlap")}
      rows={parts}
      keyOf={(part) => part.segmentIds.join(" ")}
      columns={[
        {
          key: "people",
          title: t("people"),
          number: true,
          cell: ({ people }) => format.count(people),
        },
        {
          key: "bar",
          title: t("share"),
          cell: ({ people }) => (
            <span className="overlap-share">
              <span className="overlap-bar" aria-hidden="true">
                <span style={{ width: `${String((100 * people) / all)}%` }} />
              </span>
              {format.percent(people / all)}
            </span>
          ),
        },
        ...sets.map((set) => ({
          key: String(set.segmentId),
          title: t("named", { name: set.name, people: format.count(set.people) }),
          cell: ({ segmentIds }: { readonly segmentIds: readonly number[] }) =>
            segmentIds.includes(set.segmentId) ? (
              <span className="overlap-dot">
                <span aria-hidden="true">●</span>
                <span className="unseen">{t("in")}</span>
              </span>
            ) : (
              <span className="muted">
                <span aria-hidden="true">○</span>
                <span className="unseen">{t("notIn")}</span>
              </span>
            ),
        })),
      ]}
    />
  );
}
