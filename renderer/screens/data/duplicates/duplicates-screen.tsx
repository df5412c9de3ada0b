import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Asked, PageHeader } from "../../../components/index.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { DecisionsCard } from "./decisions-card.tsx";
import { Queue } from "./queue.tsx";
import { SearchCard } from "./search-card.tsx";

/** People who may be in the vault more than once: searched for, looked at one group after the other, decided, and undone. */
export function DuplicatesScreen(): ReactElement {
  const { t } = useTranslation("duplicates");
  const overview = useVaultQuery("duplicateOverview", {}, ["people", "imports"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={overview}>
        {(known) => (
          <>
            <SearchCard overview={known} />
            {known.people >= 2 && <Queue />}
            {known.people >= 2 && <DecisionsCard />}
          </>
        )}
      </Asked>
    </>
  );
}
