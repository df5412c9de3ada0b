import { useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ConsentedPreview, ConsentedRequest } from "../../../workers/terms/release.ts";
import type { MessageItem } from "../../../workers/terms/policy.ts";
import {
  Asked,
  Button,
  Card,
  ConfirmDialog,
  FaultNotice,
  JobProgress,
  Notice,
} from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useWatchedQuery } from "../../state/use-watched-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { ConsentedSample, NotEncodable, WithheldTable } from "./consented-preview.tsx";
import { DecisionCard } from "./decision/decision-card.tsx";
import { reasonPart, type Sending } from "./decision/sending.ts";
import { FolderField } from "./folder-field.tsx";
import { ForecastCard } from "./forecast-card.tsx";
import { MessageCard } from "./message-card.tsx";
import { ReleaseResult } from "./release-result.tsx";
import { useRelease } from "./use-release.ts";

/** How many may leave and who stays and why, the first rows, and then, after a clear question, the release. */
export function ConsentedRelease({
  request,
  sending,
  onSending,
  onListName,
  offers,
}: {
  readonly request: ConsentedRequest;
  readonly sending: Sending;
  readonly onSending: (sending: Sending) => void;
  /** A name for the recipient in place of one that says too much. */
  readonly onListName: (name: string) => void;
  /** What stands between the decision and the rows. */
  readonly offers: ReactNode;
}): ReactElement {
  const { t } = useTranslation("consented");
  const { t: decide } = useTranslation("decision");
  const words = useWords();
  const format = useFormat();
  const neutral = t("neutralName", { n: request.segmentId });
  const { query, job } = useWatchedQuery(
    "previewConsented",
    request,
    ["people", "segments", "consent", "insight", "releases"],
    t("preview"),
  );
  return (
    <Asked query={query} job={job}>
      {(preview) => (
        <>
          <Card title={t("who")}>
            <p className="total-value">
              {t("releasable", {
                releasable: format.count(preview.releasable),
                people: format.count(preview.people),
              })}
            </p>
            <WithheldTable preview={preview} />
            {Object.entries(preview.adjustments).map(([code, people]) => (
              <Notice key={code} tone="info" title={t("adjusted", { people: format.count(people) })}>
                <p>{words.release(`adjustment.${code}`)}</p>
              </Notice>
            ))}
            <NotEncodable preview={preview} />
          </Card>
          <DecisionCard request={request} sending={sending} onChange={onSending} />
          {offers}
          {preview.releasable === 0 ? (
            <Notice tone="warn" title={t("nobodyTitle")}>
              <p>{preview.withheld["contacted-enough"] > 0 ? decide("nobodyLeft") : t("nobody")}</p>
            </Notice>
          ) : (
            <>
              <ConsentedSample preview={preview} />
              <ForecastCard forecast={preview.forecast} note={t("forecastSample")} />
              {preview.nameTells !== undefined && (
                <Notice tone="warn" title={t("nameTellsTitle")}>
                  <p>
                    {t("nameTells", {
                      topics: preview.nameTells
                        .map((topic) => words.label("sensitiveTopic", topic))
                        .join(t("topicComma")),
                    })}
                  </p>
                  <Button onPress={() => onListName(neutral)}>
                    {t("useNeutralName", { name: neutral })}
                  </Button>
                </Notice>
              )}
              <ReleaseForm
                request={{ ...request, ...reasonPart(sending), segmentStamp: preview.segmentStamp }}
                preview={preview}
              />
            </>
          )}
        </>
      )}
    </Asked>
  );
}

function ReleaseForm({
  request,
  preview,
}: {
  readonly request: ConsentedRequest;
  readonly preview: ConsentedPreview;
}): ReactElement {
  const { t } = useTranslation("consented");
  const words = useWords();
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [confirmed, setConfirmed] = useState<readonly MessageItem[]>([]);
  const people = format.count(preview.releasable);
  const { folder, setFolder, busy, fault, outcome, job, release, again } = useRelease(
    t("release", { people }),
    (chosen, ticket) =>
      vaultApi().releaseConsented({
        request: preview.demands ? { ...request, confirmed: [...confirmed] } : request,
        folder: chosen,
        job: ticket,
      }),
  );
  if (outcome) {
    return (
      <Card title={t("releaseTitle")}>
        <ReleaseResult outcome={outcome} />
        {outcome.forecast && <ForecastCard forecast={outcome.forecast} />}
        <div>
          <Button kind="quiet" onPress={again}>
            {t("again")}
          </Button>
        </div>
      </Card>
    );
  }
  return (
    <Card title={t("releaseTitle")}>
      {preview.demands && (
        <MessageCard demands={preview.demands} confirmed={confirmed} onChange={setConfirmed} />
      )}
      <FolderField folder={folder} onChange={setFolder} />
      {fault && <FaultNotice fault={fault} />}
      {job && <JobProgress job={job} />}
      <div>
        <Button kind="primary" icon="release" isDisabled={busy} onPress={() => setAsking(true)}>
          {busy ? t("releasing") : t("release", { people })}
        </Button>
      </div>
      <ConfirmDialog
        title={t("confirmTitle", { people })}
        action={t("release", { people })}
        dangerous
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void release()}
      >
        <p>
          {t("confirmWhat", {
            purpose: words.label("purpose", request.purpose),
            recipient: words.label("recipient", request.recipient),
            columns: format.count(preview.columns.length),
          })}
        </p>
        <p>
          <strong>{t("confirmLeaves")}</strong>
        </p>
        <p>{t("confirmRecord")}</p>
        <p className="mono">{folder}</p>
      </ConfirmDialog>
    </Card>
  );
}
