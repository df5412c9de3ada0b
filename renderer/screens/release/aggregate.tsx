import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { AggregateRequest, AggregateTable } from "../../../workers/terms/release.ts";
import { defaultK } from "../../../workers/terms/release.ts";
import { Asked, Button, Card, FaultNotice, PageHeader } from "../../components/index.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { AggregateOptions } from "./aggregate-options.tsx";
import { AggregatePreview, canRelease } from "./aggregate-preview.tsx";
import { DifferencingNotice } from "./differencing-notice.tsx";
import { isTooDear } from "./noise-note.tsx";
import { FolderField } from "./folder-field.tsx";
import { ReleaseResult } from "./release-result.tsx";
import { useRelease } from "./use-release.ts";

const first: AggregateRequest = { dimensions: ["rfmGroup"], measures: ["people", "revenue"], k: defaultK };

/** Counts and sums of groups of people, large enough that nobody can be told from them. */
export function AggregateScreen(): ReactElement {
  const { t } = useTranslation("aggregate");
  const language = useSession((session) => session.language);
  const [chosen, setChosen] = useState<AggregateRequest>(first);
  const request = useMemo(() => ({ ...chosen, language }), [chosen, language]);
  const query = useVaultQuery("previewAggregate", request, [
    "people",
    "segments",
    "consent",
    "insight",
    "releases",
  ]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="split">
        <AggregateOptions request={chosen} onChange={(next) => setChosen({ ...next, guarded: false })} />
        <div className="stack">
          <Asked query={query}>
            {(table) => (
              <>
                {table.differencing && (
                  <DifferencingNotice refusal={table.differencing} onChoose={setChosen} />
                )}
                <AggregatePreview table={table} />
                <ReleaseForm key={JSON.stringify(request)} request={request} table={table} />
              </>
            )}
          </Asked>
        </div>
      </div>
    </>
  );
}

function ReleaseForm({
  request,
  table,
}: {
  readonly request: AggregateRequest;
  readonly table: AggregateTable;
}): ReactElement {
  const { t } = useTranslation("aggregate");
  const { folder, setFolder, busy, fault, outcome, release, again } = useRelease((chosen) =>
    vaultApi().releaseAggregate({ request, folder: chosen }),
  );
  if (outcome) {
    return (
      <Card title={t("releaseTitle")}>
        <ReleaseResult outcome={outcome} />
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
      <p>{t("releaseText")}</p>
      <FolderField folder={folder} onChange={setFolder} />
      {fault && <FaultNotice fault={fault} />}
      <div>
        <Button
          kind="primary"
          icon="release"
          isDisabled={busy || !canRelease(table) || table.differencing !== undefined || isTooDear(table)}
          onPress={() => void release()}
        >
          {busy ? t("releasing") : t("release")}
        </Button>
      </div>
    </Card>
  );
}
