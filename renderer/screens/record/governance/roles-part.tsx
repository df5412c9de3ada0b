import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import {
  firmRoles,
  sourceRoles,
  type Firm,
  type FirmRoles,
  type GovernanceRole,
} from "../../../../workers/terms/governance.ts";
import { Asked, Button, Card, FaultNotice, SmallTable, TextField } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { RoleForm } from "./role-form.tsx";

/** The firm, and who of its people answers for what. */
export function RolesPart(): ReactElement {
  const query = useVaultQuery("showFirm", {}, ["vault", "imports"]);
  return (
    <Asked query={query}>
      {(known) => (
        <>
          <FirmCard key={JSON.stringify(known.firm)} firm={known.firm} />
          <RolesCard known={known} />
        </>
      )}
    </Asked>
  );
}

function FirmCard({ firm: began }: { readonly firm: Firm }): ReactElement {
  const { t } = useTranslation("governance");
  const [firm, setFirm] = useState(began);
  const [fault, setFault] = useState<Fault>();
  const save = async (): Promise<void> => {
    const saved = await vaultApi().saveFirm(firm);
    setFault(saved.ok ? undefined : saved.error);
    if (saved.ok) toast("ok", t("saved"));
  };
  return (
    <Card title={t("firmTitle")}>
      <p className="note">{t("firmNote")}</p>
      <div className="columns-2">
        {(["name", "address", "representative", "contact"] as const).map((field) => (
          <TextField
            key={field}
            label={t(`firm.${field}`)}
            value={firm[field]}
            onChange={(text) => setFirm({ ...firm, [field]: text })}
          />
        ))}
      </div>
      {fault && <FaultNotice fault={fault} />}
      <div>
        <Button kind="primary" icon="check" onPress={() => void save()}>
          {t("saveFirm")}
        </Button>
      </div>
    </Card>
  );
}

interface Place {
  readonly role: GovernanceRole;
  readonly source: string;
}

function RolesCard({ known: { holders, sources } }: { readonly known: FirmRoles }): ReactElement {
  const { t } = useTranslation("governance");
  const words = useWords();
  const [asked, setAsked] = useState<Place>();
  const places: readonly Place[] = [
    ...firmRoles.map((role) => ({ role, source: "" })),
    ...sources.flatMap((source) => sourceRoles.map((role) => ({ role, source }))),
  ];
  const holderOf = ({ role, source }: Place) =>
    holders.find((one) => one.role === role && one.source === source);
  const nameOf = ({ role, source }: Place): string =>
    source === ""
      ? words.label("governanceRole", role)
      : t("roleOfSource", {
          role: words.label("governanceRole", role),
          source: words.label("source", source),
        });
  return (
    <Card title={t("rolesTitle")}>
      <p className="note">{t("rolesNote")}</p>
      <SmallTable<Place>
        caption={t("rolesTitle")}
        rows={places}
        keyOf={({ role, source }) => `${role} ${source}`}
        columns={[
          { key: "role", title: t("role"), cell: nameOf },
          {
            key: "holder",
            title: t("holder"),
            cell: (place) => {
              const holder = holderOf(place);
              if (holder === undefined) return <span className="muted">{t("nobody")}</span>;
              return (
                <>
                  {[holder.post, holder.name].filter((text) => text !== "").join(" ")}
                  {holder.contact !== "" && <div className="note">{holder.contact}</div>}
                </>
              );
            },
          },
          {
            key: "acts",
            title: t("acts"),
            cell: (place) => (
              <Button
                kind="quiet"
                aria-label={`${t("name")}: ${nameOf(place)}`}
                onPress={() => setAsked(place)}
              >
                {t("name")}
              </Button>
            ),
          },
        ]}
      />
      {asked && (
        <RoleForm
          key={`${asked.role} ${asked.source}`}
          role={asked.role}
          source={asked.source}
          title={nameOf(asked)}
          holder={holderOf(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Card>
  );
}
