import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../workers/base/fault.ts";
import { useWords } from "../i18n/words.ts";
import type { Tone } from "../state/toasts.ts";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";

/** Something to know, with a picture and a word, never by colour alone. `live` is read out when it appears. */
export function Notice({
  tone,
  title,
  live = false,
  actions,
  children,
}: {
  readonly tone: Tone;
  readonly title?: string;
  readonly live?: boolean;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}): ReactElement {
  const { t } = useTranslation("kit");
  return (
    <div className={`notice ${tone}`} {...(live ? { role: tone === "danger" ? "alert" : "status" } : {})}>
      <Icon name={tone} />
      <div>
        <span className="notice-word">{title ?? t(`tone.${tone}`)}</span>
        {children}
        {actions && <div className="row">{actions}</div>}
      </div>
    </div>
  );
}

/** A fault in words: where, what, how to mend it; with a way to try again. */
export function FaultNotice({
  fault,
  onRetry,
  actions,
}: {
  readonly fault: Fault;
  readonly onRetry?: () => void;
  readonly actions?: ReactNode;
}): ReactElement {
  const { t } = useTranslation("kit");
  const words = useWords();
  if (fault.code === "cancelled") {
    return (
      <Notice
        tone="info"
        title={t("cancelledTitle")}
        live
        actions={
          onRetry && (
            <Button icon="redo" onPress={onRetry}>
              {t("retry")}
            </Button>
          )
        }
      >
        <p>{words.fault(fault)}</p>
      </Notice>
    );
  }
  return (
    <Notice
      tone="danger"
      live
      actions={
        (onRetry ?? actions) && (
          <>
            {onRetry && (
              <Button icon="redo" onPress={onRetry}>
                {t("retry")}
              </Button>
            )}
            {actions}
          </>
        )
      }
    >
      <p>{words.fault(fault)}</p>
      <p className="note mono">{fault.code}</p>
    </Notice>
  );
}

/** Why there is nothing here, and what to do about it. */
export function EmptyState({
  kind,
  text,
  action,
}: {
  /** Nothing yet, nothing that matches, or people the use gate keeps back. */
  readonly kind: "nothing-yet" | "no-match" | "withheld";
  readonly text: string;
  readonly action?: ReactNode;
}): ReactElement {
  const { t } = useTranslation("kit");
  const icons: Readonly<Record<typeof kind, IconName>> = {
    "nothing-yet": "data",
    "no-match": "filter",
    withheld: "shield",
  };
  return (
    <div className="empty">
      <Icon name={icons[kind]} />
      <p className="empty-title">{t(`empty.${kind}`)}</p>
      <p>{text}</p>
      {action}
    </div>
  );
}
