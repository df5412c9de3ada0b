import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ChurnOptions, ChurnReport, Rhythm } from "../../../../workers/terms/churn.ts";
import { Button, Card, Choices, JaNumberField, TextField } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** How long without an order counts as having left, and as of which day. Starts from the options of the latest run. */
export function ChurnOptionsForm({
  latest,
  running,
  onRun,
}: {
  readonly latest: ChurnReport | undefined;
  readonly running: boolean;
  readonly onRun: (options: ChurnOptions) => void;
}): ReactElement {
  const { t } = useTranslation("churn");
  const format = useFormat();
  const [days, setDays] = useState<number>();
  const [rhythm, setRhythm] = useState<Rhythm>(latest?.rhythm ?? "shop");
  const [end, setEnd] = useState("");
  return (
    <Card title={t("options")}>
      <JaNumberField
        label={t("horizon")}
        unit={t("days")}
        hint={
          latest?.usualGapDays === undefined
            ? t("horizonHint")
            : t("horizonKnown", {
                days: format.count(latest.horizonDays),
                gap: format.count(latest.usualGapDays),
              })
        }
        min={7}
        max={730}
        value={days}
        onChange={setDays}
      />
      <Choices
        label={t("rhythm")}
        value={rhythm}
        options={[
          { value: "shop", label: t("rhythmShop") },
          { value: "own", label: t("rhythmOwn") },
        ]}
        hint={rhythm === "own" ? t("rhythmOwnHint") : undefined}
        onChange={setRhythm}
      />
      <TextField label={t("end")} kind="date" hint={t("endHint")} value={end} onChange={setEnd} />
      <Button
        kind="primary"
        icon="predict"
        isDisabled={running}
        onPress={() =>
          onRun({
            rhythm,
            ...(days === undefined ? {} : { horizonDays: Math.round(days) }),
            ...(DAY.test(end) ? { end } : {}),
          })
        }
      >
        {latest ? t("runAgain") : t("run")}
      </Button>
      {latest && (
        <p className="note">
          {t("latest", { end: format.day(latest.end), days: format.count(latest.horizonDays) })}
        </p>
      )}
    </Card>
  );
}
