import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { SegmentPreview } from "../../../workers/terms/segment.ts";
import { Icon } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";

/** The last step of every segment: consent decides who may be released. It is not a condition and cannot be taken away. */
export function ConsentStep({ preview }: { readonly preview: SegmentPreview }): ReactElement {
  const { t } = useTranslation("builder");
  const format = useFormat();
  return (
    <section className="card gate-step" aria-label={t("consentStep")}>
      <div className="row-apart">
        <h2 className="row">
          <Icon name="shield" />
          {t("consentStep")}
        </h2>
        <strong>{t("releasable", { people: format.count(preview.releasable) })}</strong>
      </div>
      <p>
        {t("consentText", {
          people: format.count(preview.people),
          kept: format.count(preview.people - preview.releasable),
        })}
      </p>
    </section>
  );
}
