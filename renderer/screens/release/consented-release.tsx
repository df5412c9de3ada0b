import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { consentedWays, ConsentedPreview, ConsentedRequest } from "../../../workers/terms/release.ts";
import { Asked, Button, Card, ConfirmDialog, FaultNotice, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { ConsentedSample, NotEncodable, WithheldTable } from "./consented-preview.tsx";
import { FolderField } from "./folder-field.tsx";
import { ForecastCard } from "./forecast-card.tsx";
import { ReleaseResult } from "./release-result.tsx";
import { useRelease } from "./use-release.ts";

/** How many may leave and who stays and why, the first rows, and then, after a clear question, the release. */
export function ConsentedRelease({
  segmentId,
  priorityId,
  share,
  way,
}: {
  readonly segmentId: number;
  /** An order of precedence: who counts for an earlier segment stays. */
  readonly priorityId: number | undefined;
  /** Of the people who may leave, how many stay as a control; 0 for none. */
  readonly share: number;
  readonly way: (typeof consentedWays)[number];
}): ReactElement {
  const { t } = useTranslation("consented");
  const words = useWords();
  const format = useFormat();
  const language = useSession((session) => session.language);
  const request = useMemo(
    () => ({
      segmentId,
      ...way,
      language,
      ...(priorityId === undefined ? {} : { priorityId }),
      ...(share === 0 ? {} : { holdout: { share } }),
    }),
    [segmentId, priorityId, share, way, language],
  );
  const query = useVaultQuery("previewConsented", request, ["people", "segments", "consent", "insight"]);
  return (
    <Asked query={query}>
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
          {preview.releasable === 0 ? (
            <Notice tone="warn" title={t("nobodyTitle")}>
              <p>{t("nobody")}</p>
            </Notice>
          ) : (
            <>
              <ConsentedSample preview={preview} />
              <ForecastCard forecast={preview.forecast} note={t("forecastSample")} />
              <ReleaseForm request={request} preview={preview} />
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
  const people = format.count(preview.releasable);
  const { folder, setFolder, busy, fault, outcome, release, again } = useRelease((chosen) =>
    vaultApi().releaseConsented({ request, folder: chosen }),
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
      <FolderField folder={folder} onChange={setFolder} />
      {fault && <FaultNotice fault={fault} />}
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
