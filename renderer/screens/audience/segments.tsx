import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../workers/base/fault.ts";
import type { SegmentEntry } from "../../../workers/terms/segment.ts";
import {
  Asked,
  Badge,
  Button,
  Card,
  ConfirmDialog,
  EmptyState,
  FaultNotice,
  LinkButton,
  PageHeader,
  SmallTable,
} from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { address } from "../../state/route.ts";
import { useSession } from "../../state/session.ts";
import { toast } from "../../state/toasts.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";

/** The saved segments: what each says, how many people it holds today, and what can be done with it. */
export function SegmentsScreen(): ReactElement {
  const { t } = useTranslation("segments");
  const language = useSession((session) => session.language);
  const query = useVaultQuery("listSegments", { language }, ["segments", "people", "consent", "insight"]);
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={
          <LinkButton kind="primary" icon="plus" href={address("audience", "builder")}>
            {t("make")}
          </LinkButton>
        }
      />
      <Asked query={query}>
        {(segments) =>
          segments.length === 0 ? (
            <Card>
              <EmptyState
                kind="nothing-yet"
                text={t("emptyText")}
                action={<LinkButton href={address("audience", "builder")}>{t("makeFirst")}</LinkButton>}
              />
            </Card>
          ) : (
            <SegmentTable segments={segments} />
          )
        }
      </Asked>
    </>
  );
}

function SegmentTable({ segments }: { readonly segments: readonly SegmentEntry[] }): ReactElement {
  const { t } = useTranslation("segments");
  const format = useFormat();
  const words = useWords();
  const [deleting, setDeleting] = useState<SegmentEntry>();
  const [fault, setFault] = useState<Fault>();
  const remove = async (segment: SegmentEntry): Promise<void> => {
    const removed = await vaultApi().deleteSegment({ segmentId: segment.id });
    setFault(removed.ok ? undefined : removed.error);
    if (removed.ok) toast("ok", t("deleted", { name: segment.name }));
  };
  return (
    <Card>
      {fault && <FaultNotice fault={fault} />}
      <SmallTable
        caption={t("title")}
        rows={segments}
        keyOf={(segment) => segment.id}
        columns={[
          {
            key: "name",
            title: t("name"),
            cell: (segment) => <a href={address("audience", "builder", segment.id)}>{segment.name}</a>,
          },
          { key: "sentence", title: t("sentence"), cell: (segment) => segment.sentence },
          {
            key: "people",
            title: t("people"),
            number: true,
            cell: (segment) => format.count(segment.people),
          },
          {
            key: "tells",
            title: t("nameTells"),
            cell: (segment) =>
              segment.nameTells === undefined ? (
                "–"
              ) : (
                <Badge tone="warn" icon="warn">
                  {segment.nameTells.map((topic) => words.label("sensitiveTopic", topic)).join(t("comma"))}
                </Badge>
              ),
          },
          { key: "made", title: t("made"), cell: (segment) => format.moment(segment.createdAt) },
          {
            key: "act",
            title: t("actions"),
            cell: (segment) => (
              <div className="row one-line">
                <LinkButton icon="release" href={address("release", "consented", segment.id)}>
                  {t("release")}
                </LinkButton>
                <Button
                  kind="quiet"
                  icon="trash"
                  aria-label={t("deleteNamed", { name: segment.name })}
                  onPress={() => setDeleting(segment)}
                >
                  {t("delete")}
                </Button>
              </div>
            ),
          },
        ]}
      />
      <ConfirmDialog
        title={t("deleteTitle", { name: deleting?.name ?? "" })}
        action={t("delete")}
        dangerous
        open={deleting !== undefined}
        onClose={() => setDeleting(undefined)}
        onConfirm={() => deleting && void remove(deleting)}
      >
        <p>{t("deleteText")}</p>
      </ConfirmDialog>
    </Card>
  );
}
