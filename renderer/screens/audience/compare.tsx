import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Asked, Card, EmptyState, LinkButton, PageHeader } from "../../components/index.ts";
import { address } from "../../state/route.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { OrderCard } from "./order-card.tsx";
import { OverlapCard } from "./overlap-card.tsx";
import { SnapshotCard } from "./snapshot-card.tsx";

/** Saved segments beside each other: whom they share, which comes first, and what changed in one. */
export function CompareScreen(): ReactElement {
  const { t } = useTranslation("compare");
  const language = useSession((session) => session.language);
  const query = useVaultQuery("listSegments", { language }, ["segments", "people", "consent", "insight"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={query}>
        {(segments) =>
          segments.length === 0 ? (
            <Card>
              <EmptyState
                kind="nothing-yet"
                text={t("empty")}
                action={<LinkButton href={address("audience", "builder")}>{t("make")}</LinkButton>}
              />
            </Card>
          ) : (
            <div className="stack">
              <OverlapCard segments={segments} />
              <OrderCard segments={segments} />
              <SnapshotCard segments={segments} />
            </div>
          )
        }
      </Asked>
    </>
  );
}
