import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Asked, LinkButton, Notice, PageHeader } from "../../components/index.ts";
import { address } from "../../state/route.ts";
import { useSession } from "../../state/session.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import type { ScreenProps } from "../screen-props.ts";
import { definitionIn } from "./definition.ts";
import { SegmentEditor } from "./segment-editor.tsx";

/**
 * Builds a segment from conditions. `builder/7` opens a saved one, `builder/from/{...}` starts from a
 * definition that another screen made.
 */
export function BuilderScreen({ rest }: ScreenProps): ReactElement {
  const { t } = useTranslation("builder");
  const language = useSession((session) => session.language);
  const query = useVaultQuery("listSegments", { language }, ["segments"]);
  const id = /^\d+$/.test(rest[0] ?? "") ? Number(rest[0]) : undefined;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {id === undefined ? (
        <SegmentEditor start={definitionIn(rest)} saved={undefined} />
      ) : (
        <Asked query={query}>
          {(segments) => {
            const saved = segments.find((segment) => segment.id === id);
            return saved ? (
              <SegmentEditor key={saved.id} start={saved.definition} saved={saved} />
            ) : (
              <Notice
                tone="warn"
                title={t("gone")}
                actions={<LinkButton href={address("audience", "segments")}>{t("toList")}</LinkButton>}
              />
            );
          }}
        </Asked>
      )}
    </>
  );
}
