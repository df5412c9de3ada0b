import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { AggregateRequest } from "../../../workers/terms/release.ts";
import { defaultK } from "../../../workers/terms/release.ts";
import { Asked, PageHeader } from "../../components/index.ts";
import { useSession } from "../../state/session.ts";
import { useWatchedQuery } from "../../state/use-watched-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { AggregateOptions } from "./aggregate-options.tsx";
import { AggregatePreview, canRelease } from "./aggregate-preview.tsx";
import { DifferencingNotice } from "./differencing-notice.tsx";
import { isTooDear } from "./noise-note.tsx";
import { ReleaseCard } from "./release-card.tsx";

const first: AggregateRequest = { dimensions: ["rfmGroup"], measures: ["people", "revenue"], k: defaultK };

/** Counts and sums of groups of people, large enough that nobody can be told from them. */
export function AggregateScreen(): ReactElement {
  const { t } = useTranslation("aggregate");
  const language = useSession((session) => session.language);
  const [chosen, setChosen] = useState<AggregateRequest>(first);
  const request = useMemo(() => ({ ...chosen, language }), [chosen, language]);
  const { query, job } = useWatchedQuery(
    "previewAggregate",
    request,
    ["people", "segments", "consent", "insight", "releases"],
    t("preview"),
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="split">
        <AggregateOptions request={chosen} onChange={(next) => setChosen({ ...next, guarded: false })} />
        <div className="stack">
          <Asked query={query} job={job}>
            {(table) => (
              <>
                {table.differencing && (
                  <DifferencingNotice refusal={table.differencing} onChoose={setChosen} />
                )}
                <AggregatePreview table={table} />
                <ReleaseCard
                  key={JSON.stringify(request)}
                  namespace="aggregate"
                  may={canRelease(table) && table.differencing === undefined && !isTooDear(table)}
                  act={(folder, job) => vaultApi().releaseAggregate({ request, folder, job })}
                />
              </>
            )}
          </Asked>
        </div>
      </div>
    </>
  );
}
