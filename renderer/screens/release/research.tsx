import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ResearchPreview, ResearchRequest } from "../../../workers/terms/research-file.ts";
import { Asked, Button, Card, FaultNotice, PageHeader } from "../../components/index.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { FolderField } from "./folder-field.tsx";
import { ReleaseResult } from "./release-result.tsx";
import { ResearchOptions } from "./research-options.tsx";
import { ResearchPreviewCard } from "./research-preview.tsx";
import { useRelease } from "./use-release.ts";

const first: ResearchRequest = { columns: ["prefecture", "ageBand", "gender"], facts: ["orders", "spend"] };

/** Rows of people for research, each one of many alike. */
export function ResearchScreen(): ReactElement {
  const { t } = useTranslation("research");
  const language = useSession((session) => session.language);
  const [chosen, setChosen] = useState<ResearchRequest>(first);
  const request = useMemo(() => ({ ...chosen, language }), [chosen, language]);
  const query = useVaultQuery("previewResearch", request, [
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
        <ResearchOptions request={chosen} onChange={setChosen} />
        <div className="stack">
          <Asked query={query}>
            {(preview) => (
              <>
                <ResearchPreviewCard preview={preview} />
                <ReleaseForm key={JSON.stringify(request)} request={request} preview={preview} />
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
  preview,
}: {
  readonly request: ResearchRequest;
  readonly preview: ResearchPreview;
}): ReactElement {
  const { t } = useTranslation("research");
  const { folder, setFolder, busy, fault, outcome, release, again } = useRelease((chosen) =>
    vaultApi().releaseResearch({ request, folder: chosen }),
  );
  const may = preview.made !== undefined && preview.refusedBeside === undefined;
  return (
    <Card title={t("releaseTitle")}>
      {outcome ? (
        <ReleaseResult outcome={outcome} />
      ) : (
        <>
          <p>{t("releaseText")}</p>
          <FolderField folder={folder} onChange={setFolder} />
          {fault && <FaultNotice fault={fault} />}
        </>
      )}
      <div>
        {outcome ? (
          <Button kind="quiet" onPress={again}>
            {t("again")}
          </Button>
        ) : (
          <Button kind="primary" icon="release" isDisabled={busy || !may} onPress={() => void release()}>
            {busy ? t("releasing") : t("release")}
          </Button>
        )}
      </div>
    </Card>
  );
}
