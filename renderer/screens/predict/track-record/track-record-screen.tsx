import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Asked, Card, EmptyState, LinkButton, PageHeader } from "../../../components/index.ts";
import { address } from "../../../state/route.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { DriftCard } from "./drift-card.tsx";
import { RunCard } from "./run-card.tsx";
import { RunTable } from "./run-table.tsx";

/** How many runs are shown with their curves; the table lists all. */
const SHOWN = 4;

/** How forecasts did, how far customers have moved since, and whether a model should learn anew: all on one page. */
export function TrackRecordScreen(): ReactElement {
  const { t } = useTranslation("track-record");
  const record = useVaultQuery("trackRecord", {}, ["insight", "people"]);
  const drift = useVaultQuery("modelDrift", {}, ["insight", "people"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={record}>
        {({ runs }) =>
          runs.length === 0 ? (
            <Card>
              <EmptyState kind="nothing-yet" text={t("empty")} />
              <div className="row">
                <LinkButton kind="primary" icon="predict" href={address("predict", "churn")}>
                  {t("toChurn")}
                </LinkButton>
                <LinkButton icon="predict" href={address("predict", "lifetime")}>
                  {t("toLifetime")}
                </LinkButton>
              </div>
              <ol className="numbered">
                <li>{t("first.one")}</li>
                <li>{t("first.two")}</li>
                <li>{t("first.three")}</li>
              </ol>
            </Card>
          ) : (
            <div className="stack">
              <RunTable runs={runs} />
              {runs
                .filter(({ result }) => result !== undefined)
                .slice(0, SHOWN)
                .map((run) => (
                  <RunCard key={run.runId} run={run} />
                ))}
              <Asked query={drift}>
                {(models) => models.map((model) => <DriftCard key={model.model} drift={model} />)}
              </Asked>
            </div>
          )
        }
      </Asked>
    </>
  );
}
