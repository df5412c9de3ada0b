import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, Notice } from "../../../components/index.ts";
import type { Draft } from "./draft.ts";

/** Asks the user to look at meanings that no real file has confirmed; until then the import does not go on. */
export function ConfirmMeanings({
  draft,
  onConfirm,
}: {
  readonly draft: Draft;
  readonly onConfirm: (confirmed: boolean) => void;
}): ReactElement | null {
  const { t } = useTranslation("import");
  if (!draft.preview?.notes.some(({ code }) => code === "preset-unconfirmed")) return null;
  return (
    <Notice tone="warn" title={t("confirmTitle")}>
      <p>{t("confirmText")}</p>
      <Checkbox isSelected={draft.confirmed} onChange={onConfirm}>
        {t("confirmDone")}
      </Checkbox>
    </Notice>
  );
}
