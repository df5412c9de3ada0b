import type { PropensityOptions, PropensityReport, Question } from "../../../../workers/terms/propensity.ts";
import { useJob } from "../../../state/use-job.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** The latest run of a question, and how to ask it anew; `label` names the job in the tray. */
export function useQuestion(question: Question, label: string) {
  const query = useVaultQuery("latestPropensity", { question }, ["insight"]);
  const job = useJob<PropensityReport>();
  const run = (options: PropensityOptions): void => {
    void job.start(label, (ticket) => vaultApi().fitPropensity({ options, job: ticket }));
  };
  return { query, job, run };
}
