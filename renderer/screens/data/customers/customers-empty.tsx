import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { SegmentEntry } from "../../../../workers/terms/segment.ts";
import { Asked, Button, EmptyState, NothingImported } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useSession } from "../../../state/session.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";

/** Why the table is empty: nothing was imported, nothing matches the search, or consent keeps a segment's people back. */
export function CustomersEmpty({
  search,
  segment,
  onClearSearch,
  onClearSegment,
}: {
  readonly search: string;
  readonly segment: SegmentEntry | undefined;
  readonly onClearSearch: () => void;
  readonly onClearSegment: () => void;
}): ReactElement {
  const { t } = useTranslation("customers");
  if (search !== "")
    return (
      <EmptyState
        kind="no-match"
        text={t("noMatch", { search })}
        action={
          <Button kind="primary" icon="close" onPress={onClearSearch}>
            {t("clearSearch")}
          </Button>
        }
      />
    );
  if (segment) return <NobodyInSegment segment={segment} onClear={onClearSegment} />;
  return <NothingImported text={t("empty")} />;
}

function NobodyInSegment({
  segment,
  onClear,
}: {
  readonly segment: SegmentEntry;
  readonly onClear: () => void;
}): ReactElement {
  const { t } = useTranslation("customers");
  const format = useFormat();
  const language = useSession((session) => session.language);
  const query = useVaultQuery("previewSegment", { definition: segment.definition, language }, [
    "people",
    "consent",
  ]);
  const clear = (
    <Button kind="primary" icon="close" onPress={onClear}>
      {t("clearSegment")}
    </Button>
  );
  return (
    <Asked query={query}>
      {(preview) =>
        preview.withheld > 0 ? (
          <EmptyState
            kind="withheld"
            text={t("withheld", { people: format.count(preview.withheld) })}
            action={clear}
          />
        ) : (
          <EmptyState kind="no-match" text={t("nobodyInSegment", { name: segment.name })} action={clear} />
        )
      }
    </Asked>
  );
}
