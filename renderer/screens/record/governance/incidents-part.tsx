import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentEntry } from "../../../../workers/terms/incident.ts";
import { Asked, Button, Card, EmptyState } from "../../../components/index.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { IncidentCard } from "./incident-card.tsx";
import { IncidentForm } from "./incident-form.tsx";

/** What happened to people's data: noted, with what has to be done about it and by when. */
export function IncidentsPart(): ReactElement {
  const { t } = useTranslation("incidents");
  const [asking, setAsking] = useState<{ readonly entry?: IncidentEntry }>();
  const query = useVaultQuery("listIncidents", {}, ["vault"]);
  return (
    <>
      <Card
        title={t("title")}
        actions={
          <Button kind="primary" icon="plus" onPress={() => setAsking({})}>
            {t("add")}
          </Button>
        }
      >
        <p>{t("lead")}</p>
      </Card>
      <Asked query={query}>
        {(incidents) =>
          incidents.length === 0 ? (
            <Card>
              <EmptyState kind="nothing-yet" text={t("empty")} />
            </Card>
          ) : (
            <>
              {incidents.map((entry) => (
                <IncidentCard key={entry.id} entry={entry} onChange={() => setAsking({ entry })} />
              ))}
            </>
          )
        }
      </Asked>
      {asking && (
        <IncidentForm
          key={asking.entry?.id ?? "new"}
          entry={asking.entry}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}
