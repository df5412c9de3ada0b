import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ReleaseEntry } from "../../../workers/terms/release.ts";
import {
  Asked,
  Badge,
  Button,
  Card,
  EmptyState,
  Kpi,
  Kpis,
  LinkButton,
  PageHeader,
  SmallTable,
} from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { address } from "../../state/route.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { RecallDialog } from "../data/customer/recall-dialog.tsx";
import { HandoutsCard } from "./handouts-card.tsx";
import { LiftCard } from "./lift-card.tsx";
import { ManifestDialog } from "./manifest-dialog.tsx";
import { PeopleDialog } from "./people-dialog.tsx";

/** Everything that has left this laptop, and that nothing went by the network. */
export function LeftScreen(): ReactElement {
  const { t } = useTranslation("left");
  const query = useVaultQuery("listReleases", {}, ["releases"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={query}>
        {(releases) => (
          <>
            <Counters releases={releases} />
            <Ledger releases={releases} />
            <HandoutsCard />
            <LiftCard />
          </>
        )}
      </Asked>
    </>
  );
}

function Counters({ releases }: { readonly releases: readonly ReleaseEntry[] }): ReactElement {
  const { t } = useTranslation("left");
  const format = useFormat();
  const sent = useSession((session) => session.sent);
  const refused = useSession((session) => session.refused);
  const out = releases.filter((release) => release.state === "released");
  const rows = out.reduce((sum, release) => sum + (release.kind === "consented" ? release.rows : 0), 0);
  return (
    <Kpis>
      <Kpi name={t("sent")} value={format.count(sent)} note={t("sentNote")} />
      <Kpi name={t("refused")} value={format.count(refused)} note={t("refusedNote")} />
      <Kpi name={t("releases")} value={format.count(out.length)} note={t("releasesNote")} />
      <Kpi name={t("personRows")} value={format.count(rows)} note={t("personRowsNote")} />
    </Kpis>
  );
}

function Ledger({ releases }: { readonly releases: readonly ReleaseEntry[] }): ReactElement {
  const { t } = useTranslation("left");
  const words = useWords();
  const format = useFormat();
  const [shown, setShown] = useState<number>();
  const [people, setPeople] = useState<number>();
  const [recalled, setRecalled] = useState<number>();
  if (releases.length === 0) {
    return (
      <Card>
        <EmptyState
          kind="nothing-yet"
          text={t("emptyText")}
          action={<LinkButton href={address("release", "aggregate")}>{t("toAggregate")}</LinkButton>}
        />
      </Card>
    );
  }
  return (
    <Card title={t("ledger")}>
      <SmallTable
        caption={t("ledger")}
        rows={releases}
        keyOf={(release) => release.id}
        columns={[
          { key: "at", title: t("at"), cell: (release) => format.moment(release.at) },
          {
            key: "state",
            title: t("state"),
            cell: (release) =>
              release.state === "released" ? (
                <Badge tone="ok" icon="ok">
                  {t("stateReleased")}
                </Badge>
              ) : (
                <Badge tone="danger" icon="danger">
                  {t("stateFailed")}
                </Badge>
              ),
          },
          {
            key: "what",
            title: t("what"),
            cell: (release) => (
              <>
                <div>{t(`kind.${release.kind}`)}</div>
                <div className="note">{release.segment}</div>
              </>
            ),
          },
          {
            key: "for",
            title: t("forWhat"),
            cell: (release) => (
              <>
                <div>{words.label("purpose", release.purpose)}</div>
                <div className="note">
                  {t("toWhom", { recipient: words.label("recipient", release.recipient) })}
                </div>
              </>
            ),
          },
          {
            key: "people",
            title: t("people"),
            number: true,
            cell: (release) => format.count(release.people),
          },
          {
            key: "files",
            title: t("files"),
            cell: (release) => (
              <>
                {release.files.map((file) => (
                  <div key={file} className="mono">
                    {file}
                  </div>
                ))}
                <div className="note">{release.folder}</div>
                <div className="note mono">{t("shortDigest", { digest: release.digest.slice(0, 12) })}</div>
              </>
            ),
          },
          {
            key: "act",
            title: t("actions"),
            cell: (release) => (
              <div className="stack-tight">
                <Button
                  kind="quiet"
                  icon="file"
                  aria-label={t("manifestOf", { at: format.moment(release.at) })}
                  onPress={() => setShown(release.id)}
                >
                  {t("manifest")}
                </Button>
                {release.kind === "consented" && release.state === "released" && (
                  <>
                    <Button
                      kind="quiet"
                      icon="person"
                      aria-label={t("whoOf", { at: format.moment(release.at) })}
                      onPress={() => setPeople(release.id)}
                    >
                      {t("who")}
                    </Button>
                    <Button
                      kind="quiet"
                      icon="undo"
                      aria-label={t("recallOf", { at: format.moment(release.at) })}
                      onPress={() => setRecalled(release.id)}
                    >
                      {t("recall")}
                    </Button>
                  </>
                )}
              </div>
            ),
          },
        ]}
      />
      <ManifestDialog releaseId={shown} onClose={() => setShown(undefined)} />
      {people !== undefined && (
        <PeopleDialog kind="release" id={people} onClose={() => setPeople(undefined)} />
      )}
      {recalled !== undefined && (
        <RecallDialog whom={{ releaseId: recalled }} onClose={() => setRecalled(undefined)} />
      )}
    </Card>
  );
}
