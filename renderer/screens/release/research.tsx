import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ResearchRequest } from "../../../workers/terms/research-file.ts";
import { Asked, PageHeader } from "../../components/index.ts";
import { useSession } from "../../state/session.ts";
import { useWatchedQuery } from "../../state/use-watched-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { ResearchOptions } from "./research-options.tsx";
import { ResearchPreviewCard } from "./research-preview.tsx";
import { ReleaseCard } from "./release-card.tsx";

const first: ResearchRequest = { columns: ["prefecture", "ageBand", "gender"], facts: ["orders", "spend"] };

/** Rows of people for research, each one of many alike. */
export function ResearchScreen(): ReactElement {
  const { t } = useTranslation("research");
  const language = useSession((session) => session.language);
  const [chosen, setChosen] = useState<ResearchRequest>(first);
  const request = useMemo(() => ({ ...chosen, language }), [chosen, language]);
  const { query, job } = useWatchedQuery(
    "previewResearch",
    request,
    ["people", "segments", "consent", "insight", "releases"],
    t("preview"),
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="split">
        <ResearchOptions request={chosen} onChange={setChosen} />
        <div className="stack">
          <Asked query={query} job={job}>
            {(preview) => (
              <>
                <ResearchPreviewCard preview={preview} />
                <ReleaseCard
                  key={JSON.stringify(request)}
                  namespace="research"
                  may={preview.made !== undefined && preview.refusedBeside === undefined}
                  act={(folder, job) => vaultApi().releaseResearch({ request, folder, job })}
                />
              </>
            )}
          </Asked>
        </div>
      </div>
    </>
  );
}
