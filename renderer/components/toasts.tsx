import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { dismissToast, useToasts } from "../state/toasts.ts";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";

/** What was said a moment ago; a polite live region. */
export function Toasts(): ReactElement {
  const { t } = useTranslation("kit");
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((one) => (
        <div key={one.id} className={`notice ${one.tone}`}>
          <Icon name={one.tone} />
          <div>{one.text}</div>
          <IconButton icon="close" label={t("close")} onPress={() => dismissToast(one.id)} />
        </div>
      ))}
    </div>
  );
}
