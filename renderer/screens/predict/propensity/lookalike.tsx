import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PropensityOptions } from "../../../../workers/terms/propensity.ts";
import { Asked, Button, Card, JaNumberField, Select } from "../../../components/index.ts";
import { useSession } from "../../../state/session.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { QuestionScreen } from "../question-screen.tsx";
import { PropensityRun } from "./propensity-run.tsx";
import { useQuestion } from "./use-question.ts";

/** Who among the others is like the best customers. */
export function LookalikeScreen(): ReactElement {
  const { t } = useTranslation("lookalike");
  const { query, job, run } = useQuestion("lookalike", t("jobLabel"));
  return (
    <QuestionScreen
      namespace="lookalike"
      model="propensity-lookalike"
      latest={query}
      running={job}
      options={<SeedForm running={job.job !== undefined} onRun={run} />}
    >
      {(report) => <PropensityRun report={report} />}
    </QuestionScreen>
  );
}

const shares = { top5: 0.05, top10: 0.1, top20: 0.2 } as const;
type Share = keyof typeof shares;
type Kind = Share | "segment";

function SeedForm({
  running,
  onRun,
}: {
  readonly running: boolean;
  readonly onRun: (options: PropensityOptions) => void;
}): ReactElement {
  const { t } = useTranslation("lookalike");
  const language = useSession((session) => session.language);
  const segments = useVaultQuery("listSegments", { language }, ["segments"]);
  const [kind, setKind] = useState<Kind>("top20");
  const [segment, setSegment] = useState<string>();
  const [days, setDays] = useState<number>();
  const ask = (): void => {
    const early = days === undefined ? {} : { earlyDays: Math.round(days) };
    if (kind !== "segment")
      onRun({ question: "lookalike", ...early, seed: { kind: "best", share: shares[kind] } });
    else if (segment !== undefined)
      onRun({ question: "lookalike", ...early, seed: { kind: "segment", segmentId: Number(segment) } });
  };
  return (
    <Card title={t("options")}>
      <Select
        label={t("seed")}
        value={kind}
        options={[
          ...(Object.keys(shares) as Share[]).map((share) => ({ value: share, label: t(`best.${share}`) })),
          { value: "segment" as const, label: t("inSegment") },
        ]}
        hint={kind === "segment" ? t("segmentHint") : t("bestHint")}
        onChange={setKind}
      />
      {kind === "segment" && (
        <Asked query={segments}>
          {(list) => (
            <Select
              label={t("segment")}
              value={segment}
              options={list.map(({ id, name }) => ({ value: String(id), label: name }))}
              onChange={setSegment}
            />
          )}
        </Asked>
      )}
      <JaNumberField
        label={t("earlyDays")}
        unit={t("days")}
        hint={t("earlyHint")}
        min={0}
        max={180}
        value={days}
        onChange={setDays}
      />
      <Button
        kind="primary"
        icon="predict"
        isDisabled={running || (kind === "segment" && segment === undefined)}
        onPress={ask}
      >
        {t("run")}
      </Button>
      <p className="note">{t("private")}</p>
    </Card>
  );
}
