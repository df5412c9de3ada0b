import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../workers/base/fault.ts";
import { Button, Dialog, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";

/** Says that a vault's file is not the one last saved and what that means for consent, and asks what to do. */
export function NotFreshDialog({
  fault,
  onLeave,
  onAccept,
}: {
  /** A "vault-not-fresh", while the question stands. */
  readonly fault: Fault | undefined;
  readonly onLeave: () => void;
  readonly onAccept: () => void;
}): ReactElement {
  const { t } = useTranslation("welcome");
  const words = useWords();
  const format = useFormat();
  const { savedAt, linesNow, linesThen } = fault?.details ?? {};
  const moment = typeof savedAt === "string" ? { savedAt: format.moment(savedAt) } : {};
  return (
    <Dialog title={t("notFreshTitle")} open={fault !== undefined} onClose={onLeave}>
      <div className="stack-tight">
        <Notice tone="danger" live>
          {fault && <p>{words.fault({ ...fault, details: { ...fault.details, ...moment } })}</p>}
        </Notice>
        <p>{t("notFreshConsent")}</p>
        {typeof linesNow === "number" && typeof linesThen === "number" && linesNow !== linesThen && (
          <p>{t("notFreshLines", { now: format.count(linesNow), then: format.count(linesThen) })}</p>
        )}
        <p>{t("notFreshAccept")}</p>
      </div>
      <div className="dialog-actions">
        <Button kind="danger" onPress={onAccept}>
          {t("notFreshOpen")}
        </Button>
        <Button kind="primary" onPress={onLeave}>
          {t("notFreshLeave")}
        </Button>
      </div>
    </Dialog>
  );
}
