import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import { Button, FaultNotice } from "../../../components/index.ts";
import { vaultApi } from "../../../state/vault.ts";
import { planOf, sourceOf, type Draft } from "./draft.ts";

/** Keeps the meanings for the next file with the same headings. */
export function RememberMapping({ draft }: { readonly draft: Draft }): ReactElement {
  const { t } = useTranslation("import");
  const [said, setSaid] = useState<"saved" | Fault>();
  const plan = planOf(draft);
  const columns = draft.preview?.columns ?? [];
  const save = async (): Promise<void> => {
    if (!plan) return;
    const saved = await vaultApi().saveMapping({
      name: sourceOf(draft),
      columns: plan.columns.map((target, index) => ({
        heading: columns[index]?.heading ?? "",
        target,
        ...(plan.hashed?.includes(index) === true ? { hash: true } : {}),
      })),
      currency: plan.currency,
      source: plan.source,
      dateOrder: plan.reading.dateOrder,
      decimalMark: plan.reading.decimalMark,
    });
    setSaid(saved.ok ? "saved" : saved.error);
  };
  return (
    <div className="row">
      <Button
        isDisabled={!plan || columns.every((column) => column.heading === "")}
        onPress={() => void save()}
      >
        {t("remember")}
      </Button>
      <span className="note" role="status">
        {t(said === "saved" ? "remembered" : "rememberNote")}
      </span>
      {typeof said === "object" && <FaultNotice fault={said} />}
    </div>
  );
}
