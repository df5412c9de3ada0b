import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  governanceDocuments,
  type Readiness,
  type ReadinessCheck,
  type ReadinessVerdict,
} from "../../../../workers/terms/governance.ts";
import { Asked, Badge, Card, Kpi, Kpis, LinkButton, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { SaveDocuments } from "./save-documents.tsx";
import { documentTopics } from "./topics.ts";

const tones: Readonly<Record<ReadinessVerdict, "ok" | "warn" | "danger">> = {
  ok: "ok",
  look: "warn",
  missing: "danger",
};

/** What the vault answers to the questions of a checklist, worst first, with the way to mend each. */
export function ReadinessPart(): ReactElement {
  const { language } = useWords();
  const query = useVaultQuery("checkReadiness", { language }, documentTopics);
  return <Asked query={query}>{(readiness) => <Checks readiness={readiness} />}</Asked>;
}

function Checks({ readiness }: { readonly readiness: Readiness }): ReactElement {
  const { t } = useTranslation("governance");
  const format = useFormat();
  return (
    <>
      <Kpis>
        <Kpi name={t("verdict.missing")} value={format.count(readiness.missing)} />
        <Kpi name={t("verdict.look")} value={format.count(readiness.look)} />
        <Kpi name={t("verdict.ok")} value={format.count(readiness.ok)} />
      </Kpis>
      <Card title={t("checksTitle")}>
        <p className="note">{t("checksNote")}</p>
        <SmallTable<ReadinessCheck>
          caption={t("checksTitle")}
          rows={readiness.checks}
          keyOf={({ code }) => code}
          columns={[
            { key: "question", title: t("question"), cell: ({ question }) => question },
            {
              key: "verdict",
              title: t("verdictHeading"),
              cell: ({ verdict }) => (
                <Badge tone={tones[verdict]} icon={tones[verdict]}>
                  {t(`verdict.${verdict}`)}
                </Badge>
              ),
            },
            { key: "evidence", title: t("evidence"), cell: ({ evidence }) => evidence },
            { key: "mend", title: t("mend"), cell: (check) => <Mend check={check} /> },
          ]}
        />
      </Card>
      <Card title={t("allTitle")}>
        <p>{t("allText")}</p>
        <SaveDocuments documents={governanceDocuments} />
      </Card>
    </>
  );
}

/** Nothing is mended where nothing is wrong. */
function Mend({
  check: { verdict, screen, question },
}: {
  readonly check: ReadinessCheck;
}): ReactElement | null {
  const { t } = useTranslation("governance");
  if (verdict === "ok") return null;
  return (
    <LinkButton href={`#/${screen.join("/")}`} kind="quiet">
      {t("goMend")}
      <span className="unseen">{question}</span>
    </LinkButton>
  );
}
