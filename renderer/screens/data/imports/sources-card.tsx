import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import { parties, type Party } from "../../../../workers/terms/source.ts";
import { Asked, Card, FaultNotice, Select, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Whose data each source holds, guessed from the kind of its first file and changed here. */
export function SourcesCard(): ReactElement {
  const { t } = useTranslation("imports");
  const words = useWords();
  const format = useFormat();
  const query = useVaultQuery("listSources", {}, ["imports"]);
  const [fault, setFault] = useState<Fault>();
  const save = async (name: string, party: Party): Promise<void> => {
    const saved = await vaultApi().saveSource({ name, party });
    setFault(saved.ok ? undefined : saved.error);
    if (saved.ok) toast("ok", t("sourceSaved"));
  };
  return (
    <Card title={t("sources")}>
      <p className="note">{t("sourcesNote")}</p>
      {fault && <FaultNotice fault={fault} />}
      <Asked query={query}>
        {(sources) => (
          <SmallTable
            caption={t("sources")}
            rows={sources}
            keyOf={({ name }) => name}
            columns={[
              { key: "name", title: t("source"), cell: ({ name }) => words.label("source", name) },
              {
                key: "imports",
                title: t("files"),
                number: true,
                cell: ({ imports }) => format.count(imports),
              },
              {
                key: "party",
                title: t("party"),
                cell: ({ name, party }) => (
                  <Select
                    label={t("partyOf", { source: words.label("source", name) })}
                    hideLabel
                    value={party}
                    options={parties.map((one) => ({ value: one, label: words.label("mapParty", one) }))}
                    onChange={(chosen) => void save(name, chosen)}
                  />
                ),
              },
              { key: "means", title: t("means"), cell: ({ party }) => t(`partyMeans.${party}`) },
            ]}
          />
        )}
      </Asked>
    </Card>
  );
}
