import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  falseMergeRates,
  type DuplicateOverview,
  type DuplicateSearch,
  type MergeEstimate,
} from "../../../../workers/terms/identity.ts";
import {
  Button,
  Card,
  DateText,
  Facts,
  FaultNotice,
  JobProgress,
  NothingImported,
  Select,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useJob } from "../../../state/use-job.ts";
import { vaultApi } from "../../../state/vault.ts";
import { MergeAll } from "./merge-all.tsx";

/** The share of mistakes allowed and what it means, the search, and joining all that is likely at once. */
export function SearchCard({ overview }: { readonly overview: DuplicateOverview }): ReactElement {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const [rate, setRate] = useState<number>(overview.search?.falseMergeRate ?? 0.01);
  const job = useJob<DuplicateSearch>();
  const { search, people } = overview;
  if (people < 2) return <Nobody />;
  const percent = (share: number): string => format.percent(share, share < 0.01 ? 1 : 0);
  const find = (): void =>
    void job.start(t("searching"), (ticket) =>
      vaultApi().findDuplicates({ falseMergeRate: rate, job: ticket }),
    );
  return (
    <Card title={t("searchTitle")}>
      {search === undefined && <p>{t("never", { people: format.count(people) })}</p>}
      <div className="row align-end">
        <Select
          label={t("rate")}
          value={String(rate)}
          options={falseMergeRates.map((one) => ({
            value: String(one),
            label: t("rateOf", { rate: percent(one) }),
            ...(search === undefined
              ? {}
              : { aside: t("estimate", { pairs: format.count(estimateOf(overview, one)?.pairs ?? 0) }) }),
          }))}
          onChange={(value) => setRate(Number(value))}
        />
        <Button
          kind={search === undefined ? "primary" : "plain"}
          icon="search"
          isDisabled={job.job !== undefined}
          onPress={find}
        >
          {t(search === undefined ? "search" : "searchAgain")}
        </Button>
      </div>
      <p className="note">
        {t("rateMeans", { rate: percent(rate), wrong: format.count(Math.round(1000 * rate)) })}
      </p>
      {job.job && <JobProgress job={job.job} />}
      {job.fault && <FaultNotice fault={job.fault} />}
      {search && <Found search={search} estimate={estimateOf(overview, rate)} rate={rate} />}
    </Card>
  );
}

function estimateOf({ estimates }: DuplicateOverview, rate: number): MergeEstimate | undefined {
  return estimates.find(({ falseMergeRate }) => falseMergeRate === rate);
}

function Nobody(): ReactElement {
  const { t } = useTranslation("duplicates");
  return (
    <Card>
      <NothingImported text={t("nobody")} />
    </Card>
  );
}

/** What the last search found, and what joining at the chosen rate would come to. */
function Found({
  search,
  estimate,
  rate,
}: {
  readonly search: NonNullable<DuplicateOverview["search"]>;
  readonly estimate: MergeEstimate | undefined;
  readonly rate: number;
}): ReactElement {
  const { t } = useTranslation("duplicates");
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const pairs = estimate?.pairs ?? 0;
  const atLeast = estimate?.threshold ?? 1;
  const looser = rate > search.falseMergeRate;
  return (
    <>
      <Facts
        items={[
          { name: t("foundAt"), value: <DateText iso={search.at} /> },
          { name: t("foundLikely"), value: format.count(search.likely) },
          { name: t("foundPossible"), value: format.count(search.possible) },
          { name: t("foundHouseholds"), value: format.count(search.households) },
          ...(search.setAside === 0
            ? []
            : [
                {
                  name: t("foundHub"),
                  value: (
                    <>
                      {format.count(search.setAside)} <span className="note">{t("hubNote")}</span>
                    </>
                  ),
                },
              ]),
        ]}
      />
      <p>
        {pairs === 0
          ? t("wouldMergeNone")
          : t("wouldMerge", {
              pairs: format.count(pairs),
              threshold: format.percent(atLeast, 1),
              wrong: format.decimal(estimate?.wrong ?? 0, 1),
            })}
      </p>
      {pairs > 0 && looser && <p className="note">{t("stricterOnly")}</p>}
      {pairs > 0 && (
        <div>
          <Button icon="person" isDisabled={looser} onPress={() => setAsking(true)}>
            {t("mergeAll")}
          </Button>
        </div>
      )}
      {asking && <MergeAll atLeast={atLeast} onClose={() => setAsking(false)} />}
    </>
  );
}
