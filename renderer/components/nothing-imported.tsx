import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { address } from "../state/route.ts";
import { LinkButton } from "./button.tsx";
import { EmptyState } from "./notice.tsx";

/** What a screen says while the vault holds nothing for it, with the way to the import. */
export function NothingImported({ text }: { readonly text: string }): ReactElement {
  const { t } = useTranslation("kit");
  return (
    <EmptyState
      kind="nothing-yet"
      text={text}
      action={
        <LinkButton kind="primary" icon="file" href={address("data", "import")}>
          {t("importFile")}
        </LinkButton>
      }
    />
  );
}
