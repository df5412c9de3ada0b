import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Asked, Notice, PageHeader } from "../../../components/index.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { ChoosePacks } from "./choose-packs.tsx";
import { PackRules } from "./pack-rules.tsx";

/** The law in force: its packs, each rule with its article and sentence, and switching them after seeing what would change. */
export function LawScreen(): ReactElement {
  const { t } = useTranslation("law");
  const query = useVaultQuery("showPolicy", {}, ["vault"]);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Asked query={query}>
        {({ packs }) => {
          const inForce = packs.filter((pack) => pack.inForce !== undefined);
          const state = packs.map(({ id, inForce: force }) => `${id} ${force?.version ?? ""}`).join();
          return (
            <>
              {inForce.length === 0 && <Notice tone="warn">{t("none")}</Notice>}
              <ChoosePacks key={state} packs={packs} />
              {inForce.map((pack) => (
                <PackRules key={pack.id} pack={pack} />
              ))}
            </>
          );
        }}
      </Asked>
    </>
  );
}
