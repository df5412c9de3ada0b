import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { messageClassOf } from "../../../workers/terms/decision.ts";
import { processors } from "../../../workers/terms/purpose.ts";
import { consentedWays } from "../../../workers/terms/release.ts";
import { Asked, Card, EmptyState, LinkButton, PageHeader, Select } from "../../components/index.ts";
import { useWords } from "../../i18n/words.ts";
import { address } from "../../state/route.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import type { ScreenProps } from "../screen-props.ts";
import { ConsentedRelease } from "./consented-release.tsx";
import { ControlOptions, controlPart, noControl } from "./control-options.tsx";
import { nothingBeside, OffersCard } from "./decision/offers-card.tsx";
import { plainSending, sendingPart } from "./decision/sending.ts";
import { SendingRulesCard } from "./decision/sending-rules.tsx";
import { OrderSelect } from "./order-select.tsx";
import { RecipientCountry } from "./recipient-country.tsx";
import { SegmentSelect } from "./segment-select.tsx";

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
  const language = useSession((session) => session.language);
  const [segmentId, setSegmentId] = useState(start);
  const [priorityId, setPriorityId] = useState<number>();
  const [control, setControl] = useState(noControl);
  const [place, setPlace] = useState(0);
  const [country, setCountry] = useState("");
  const [sending, setSending] = useState(plainSending);
  const [beside, setBeside] = useState(nothingBeside);
  const way = consentedWays[place] ?? consentedWays[0];
  const request = useMemo(
    () => ({
      segmentId: segmentId ?? 0,
      ...way,
      language,
      ...(country === "" ? {} : { country }),
      ...(priorityId === undefined ? {} : { priorityId }),
      ...controlPart(control),
      ...sendingPart(sending),
    }),
    [segmentId, priorityId, control, way, country, language, sending],
  );
  return (
    <div className="split">
      <div className="stack">
        <Card title={t("options")}>
          <SegmentSelect
            value={segmentId}
            onChange={(chosen) => {
              setSegmentId(chosen);
              setPriorityId(undefined);
              // The name given to another segment's list says nothing of this one.
              setControl((now) => ({ ...now, listName: "" }));
            }}
          />
          <OrderSelect segmentId={segmentId} value={priorityId} onChange={setPriorityId} />
          <ControlOptions choice={control} onChange={(part) => setControl((now) => ({ ...now, ...part }))} />
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
            onChange={(chosen) => {
              setPlace(Number(chosen));
              // Where one recipient holds its rows says nothing of the next.
              setCountry("");
            }}
          />
          <p className="note">{t("wayText", { recipient: words.label("recipient", way.recipient) })}</p>
          <RecipientCountry key={place} recipient={way.recipient} value={country} onChange={setCountry} />
          {processors.has(way.recipient) && <p className="note">{t("processorNote")}</p>}
          <p className="note">{t(`wayNote.${way.purpose}`)}</p>
        </Card>
        <SendingRulesCard of={messageClassOf(way)} />
      </div>
      <div className="stack">
        {segmentId !== undefined && known.includes(segmentId) && (
          <ConsentedRelease
            key={`${segmentId} ${place} ${priorityId} ${control.share}`}
            request={request}
            sending={sending}
            onSending={setSending}
            onListName={(listName) => setControl((now) => ({ ...now, listName }))}
            offers={
              <OffersCard request={request} numbers={sending.numbers} beside={beside} onChange={setBeside} />
            }
          />
        )}
      </div>
    </div>
  );
}
