import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../workers/base/fault.ts";
import type { SegmentChanges } from "../../../workers/terms/segment-sets.ts";
import type { SegmentEntry } from "../../../workers/terms/segment.ts";
import {
  Asked,
  Button,
  Card,
  DateText,
  Facts,
  FaultNotice,
  Select,
  SmallTable,
} from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { toast } from "../../state/toasts.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";

/** Who was in a segment at some moment, kept as a set, and what changed since. */
export function SnapshotCard({ segments }: { readonly segments: readonly SegmentEntry[] }): ReactElement {
  const { t } = useTranslation("compare");
  const format = useFormat();
  const [segmentId, setSegmentId] = useState(segments[0]?.id);
  const [fault, setFault] = useState<Fault>();
  const keep = async (): Promise<void> => {
    if (segmentId === undefined) return;
    const kept = await vaultApi().takeSnapshot({ segmentId });
    setFault(kept.ok ? undefined : kept.error);
    if (kept.ok) toast("ok", t("kept", { people: format.count(kept.value.people) }));
  };
  return (
    <Card title={t("snapshots")}>
      <p className="note">{t("snapshotsText")}</p>
      <div className="condition-fields">
        <Select
          label={t("segment")}
          value={segmentId === undefined ? undefined : String(segmentId)}
          options={segments.map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={(id) => setSegmentId(Number(id))}
        />
        <Button onPress={() => void keep()}>{t("keep")}</Button>
      </div>
      {fault && <FaultNotice fault={fault} />}
      {segmentId !== undefined && <Snapshots key={segmentId} segmentId={segmentId} />}
    </Card>
  );
}

function Snapshots({ segmentId }: { readonly segmentId: number }): ReactElement {
  const { t } = useTranslation("compare");
  const format = useFormat();
  const [shown, setShown] = useState<number>();
  const query = useVaultQuery("listSnapshots", { segmentId }, ["segments", "people", "releases"]);
  return (
    <Asked query={query}>
      {(snapshots) =>
        snapshots.length === 0 ? (
          <p className="note">{t("noSnapshots")}</p>
        ) : (
          <>
            <SmallTable
              caption={t("snapshots")}
              rows={snapshots}
              keyOf={(snapshot) => snapshot.id}
              columns={[
                { key: "at", title: t("at"), cell: ({ at }) => <DateText iso={at} /> },
                { key: "reason", title: t("why"), cell: ({ reason }) => t(`reason.${reason}`) },
                {
                  key: "people",
                  title: t("people"),
                  number: true,
                  cell: ({ people }) => format.count(people),
                },
                {
                  key: "act",
                  title: t("actions"),
                  cell: ({ id, at }) => (
                    <Button
                      aria-pressed={id === shown}
                      aria-label={t("changesNamed", { at: format.moment(at) })}
                      onPress={() => setShown(id)}
                    >
                      {t("changes")}
                    </Button>
                  ),
                },
              ]}
            />
            {snapshots.some(({ id }) => id === shown) && shown !== undefined && (
              <Changes snapshotId={shown} />
            )}
          </>
        )
      }
    </Asked>
  );
}

function Changes({ snapshotId }: { readonly snapshotId: number }): ReactElement {
  const query = useVaultQuery("segmentChanges", { snapshotId }, [
    "segments",
    "people",
    "imports",
    "consent",
    "insight",
  ]);
  return <Asked query={query}>{(changes) => <ChangeFacts changes={changes} />}</Asked>;
}

function ChangeFacts({ changes }: { readonly changes: SegmentChanges }): ReactElement {
  const { t } = useTranslation("compare");
  const format = useFormat();
  const { came, left } = changes;
  const count = (people: number): string => format.count(people);
  return (
    <div className="stack-tight" role="status">
      {changes.redefined && <p className="note">{t("redefined")}</p>}
      <Facts
        items={[
          { name: t("then"), value: count(changes.snapshot.people) },
          { name: t("now"), value: count(changes.people) },
          { name: t("stayed"), value: count(changes.stayed) },
          { name: t("came"), value: count(came.total) },
          { name: t("newcomers"), value: count(came.newcomers) },
          { name: t("nowFit"), value: count(came.nowFit) },
          { name: t("left"), value: count(left.total) },
          ...left.byGroup.map(({ group, people }) => ({
            name: t("byGroup", { n: group + 1 }),
            value: count(people),
          })),
          { name: t("withheld"), value: count(left.withheld) },
          { name: t("gone"), value: count(left.gone) },
        ]}
      />
    </div>
  );
}
