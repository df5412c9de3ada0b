import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Overview } from "../../../workers/terms/insight.ts";
import { Card, LinkButton, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { address } from "../../state/route.ts";

/** What is worth doing next, in the order of the work, from what the vault holds. */
export function NextSteps({ overview }: { readonly overview: Overview }): ReactElement {
  const { t } = useTranslation("home");
  const format = useFormat();
  return (
    <div className="stack">
      {overview.quarantineWaiting > 0 && (
        <Notice
          tone="warn"
          title={t("quarantineWaiting", { rows: format.count(overview.quarantineWaiting) })}
          actions={<LinkButton href={address("data", "quarantine")}>{t("mendThem")}</LinkButton>}
        >
          <p>{t("quarantineText")}</p>
        </Notice>
      )}
      <Card title={t("next")}>
        <div className="stack-tight">
          <LinkButton icon="file" href={address("data", "import")}>
            {t("importMore")}
          </LinkButton>
          <LinkButton icon="see" href={address("see", "rfm")}>
            {t("whoBuys")}
          </LinkButton>
          <LinkButton icon="predict" href={address("predict", "lifetime")}>
            {t("whoLeaves")}
          </LinkButton>
          <LinkButton
            icon="audience"
            kind={overview.segments === 0 ? "primary" : "plain"}
            href={address("audience", overview.segments === 0 ? "builder" : "segments")}
          >
            {overview.segments === 0 ? t("firstSegment") : t("toSegments")}
          </LinkButton>
          {overview.segments > 0 && (
            <LinkButton
              icon="release"
              kind={overview.releases === 0 ? "primary" : "plain"}
              href={address("release", "consented")}
            >
              {t("toRelease")}
            </LinkButton>
          )}
        </div>
      </Card>
    </div>
  );
}
