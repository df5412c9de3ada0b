import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { processors } from "../../../workers/terms/purpose.ts";
import { consentedWays } from "../../../workers/terms/release.ts";
import { Asked, Card, EmptyState, LinkButton, PageHeader, Select } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { address } from "../../state/route.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import type { ScreenProps } from "../screen-props.ts";
import { ConsentedRelease } from "./consented-release.tsx";
import { OrderSelect } from "./order-select.tsx";
import { SegmentSelect } from "./segment-select.tsx";

/** Shares of the people a control may have. */
const shares = [0, 0.05, 0.1, 0.2, 0.3, 0.5];

/** Rows of the people who said yes to one purpose and recipient. `consented/7` starts with segment 7. */
export function ConsentedScreen({ rest }: ScreenProps): ReactElement {
  const { t } = useTranslation("consented");
  const language = useSession((session) => session.language);
  const segments = useVaultQuery("listSegments", { language }, ["segments", "people", "consent"]);
  const [given] = rest;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={segments}>
        {(known) =>
          known.length === 0 ? (
            <Card>
              <EmptyState
                kind="nothing-yet"
                text={t("emptyText")}
                action={
                  <LinkButton kind="primary" href={address("audience", "builder")}>
                    {t("makeSegment")}
                  </LinkButton>
                }
              />
            </Card>
          ) : (
            <Chosen
              start={known.find((segment) => String(segment.id) === given)?.id ?? known[0]?.id}
              known={known.map((segment) => segment.id)}
            />
          )
        }
      </Asked>
    </>
  );
}

function Chosen({
  start,
  known,
}: {
  readonly start: number | undefined;
  readonly known: readonly number[];
}): ReactElement {
  const { t } = useTranslation("consented");
  const words = useWords();
  const format = useFormat();
  const [segmentId, setSegmentId] = useState(start);
  const [priorityId, setPriorityId] = useState<number>();
  const [share, setShare] = useState(0);
  const [place, setPlace] = useState(0);
  const way = consentedWays[place] ?? consentedWays[0];
  return (
    <div className="split">
      <Card title={t("options")}>
        <SegmentSelect
          value={segmentId}
          onChange={(chosen) => {
            setSegmentId(chosen);
            setPriorityId(undefined);
          }}
        />
        <OrderSelect segmentId={segmentId} value={priorityId} onChange={setPriorityId} />
        <Select
          label={t("holdout")}
          hint={t("holdoutNote")}
          value={String(share)}
          options={shares.map((one) => ({
            value: String(one),
            label: one === 0 ? t("holdoutNone") : t("holdoutShare", { percent: format.percent(one) }),
          }))}
          onChange={(chosen) => setShare(Number(chosen))}
        />
        <Select
          label={t("way")}
          value={String(place)}
          options={consentedWays.map(({ purpose, platform }, index) => ({
            value: String(index),
            label: t("wayName", {
              platform: words.label("platform", platform),
              purpose: words.label("purpose", purpose),
            }),
          }))}
          onChange={(chosen) => setPlace(Number(chosen))}
        />
        <p className="note">{t("wayText", { recipient: words.label("recipient", way.recipient) })}</p>
        {processors.has(way.recipient) && <p className="note">{t("processorNote")}</p>}
        <p className="note">{t(`wayNote.${way.purpose}`)}</p>
      </Card>
      <div className="stack">
        {segmentId !== undefined && known.includes(segmentId) && (
          <ConsentedRelease
            key={`${segmentId} ${place} ${priorityId} ${share}`}
            segmentId={segmentId}
            priorityId={priorityId}
            share={share}
            way={way}
          />
        )}
      </div>
    </div>
  );
}
