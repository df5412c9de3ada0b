import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Badge, Icon } from "../../../components/index.ts";
import { draftName, mappedColumns, missingOf, type Draft } from "./draft.ts";

/** With several files: which of them the page below is about, and which still need something. */
export function FileBar({
  drafts,
  current,
  onPick,
}: {
  readonly drafts: readonly Draft[];
  readonly current: Draft;
  readonly onPick: (key: string) => void;
}): ReactElement | null {
  const { t } = useTranslation("import");
  const shown = drafts.filter((draft) => draft.preview !== undefined);
  if (shown.length < 2) return null;
  return (
    <nav className="file-bar" aria-label={t("files")}>
      {shown.map((draft) => (
        <button
          key={draft.key}
          type="button"
          className="file-pill"
          {...(draft.key === current.key ? { "aria-current": true } : {})}
          onClick={() => onPick(draft.key)}
        >
          <Icon name="file" small />
          <span>{draftName(draft)}</span>
          <DraftState draft={draft} />
        </button>
      ))}
    </nav>
  );
}

/** How a file stands, in one word. */
export function DraftState({ draft }: { readonly draft: Draft }): ReactElement {
  const { t } = useTranslation("import");
  if (draft.looking) return <Badge>{t("state.looking")}</Badge>;
  if (draft.fault)
    return (
      <Badge tone="danger" icon="danger">
        {t("state.fault")}
      </Badge>
    );
  if (missingOf(mappedColumns(draft)).length > 0)
    return (
      <Badge tone="warn" icon="warn">
        {t("state.missing")}
      </Badge>
    );
  return (
    <Badge tone="ok" icon="ok">
      {t("state.ready")}
    </Badge>
  );
}
