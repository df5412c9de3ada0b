import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { VaultInfo } from "../../../../workers/terms/vault.ts";
import { Card, DateText, Facts } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useSession } from "../../../state/session.ts";

/** Which file this is, how large, and when it was last written. */
export function FileSection({ info }: { readonly info: VaultInfo }): ReactElement {
  const { t } = useTranslation("vault");
  const format = useFormat();
  const path = useSession(({ lifecycle }) => (lifecycle.kind === "open" ? lifecycle.path : ""));
  const savedAt = useSession(({ save }) => (save.kind === "saved" ? save.at : undefined)) ?? info.savedAt;
  return (
    <Card title={t("fileTitle")}>
      <Facts
        items={[
          { name: t("name"), value: info.name },
          { name: t("path"), value: <span className="mono">{path}</span> },
          { name: t("bytes"), value: format.bytes(info.bytes) },
          { name: t("schema"), value: format.count(info.schemaVersion) },
          { name: t("created"), value: <DateText iso={info.createdAt} /> },
          {
            name: t("lastSaved"),
            value: savedAt === undefined ? t("savedBefore") : <DateText iso={savedAt} />,
          },
        ]}
      />
    </Card>
  );
}
