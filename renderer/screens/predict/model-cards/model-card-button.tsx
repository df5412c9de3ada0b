import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../components/index.ts";
import { ModelCardDialog } from "./model-card-dialog.tsx";

/** Opens the card of a run. */
export function ModelCardButton({ runId }: { readonly runId: number }): ReactElement {
  const { t } = useTranslation("model-card");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="file" onPress={() => setOpen(true)}>
        {t("open")}
      </Button>
      {open && <ModelCardDialog runId={runId} onClose={() => setOpen(false)} />}
    </>
  );
}
