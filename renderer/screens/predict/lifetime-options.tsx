import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { LifetimeOptions, LifetimeReport } from "../../../workers/terms/insight.ts";
import { Button, Card, JaNumberField, TextField } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";

export type Options = LifetimeOptions;

const DEFAULT_DAYS = 365;
const DEFAULT_DISCOUNT = 0.1;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What to compute: how far ahead, at what discount, and as of which day. Starts from the options of the latest run. */
export function LifetimeOptionsForm({
  latest,
  running,
  onRun,
}: {
  readonly latest: LifetimeReport | undefined;
  readonly running: boolean;
  readonly onRun: (options: Options) => void;
}): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const [days, setDays] = useState<number | undefined>(latest?.horizonDays ?? DEFAULT_DAYS);
  const [discount, setDiscount] = useState<number | undefined>(latest?.annualDiscount ?? DEFAULT_DISCOUNT);
  const [end, setEnd] = useState("");
  return (
    <Card title={t("options")}>
      <JaNumberField
        label={t("horizon")}
        unit={t("days")}
        hint={t("horizonHint")}
        min={1}
        max={3650}
        value={days}
        onChange={setDays}
      />
      <JaNumberField
        label={t("discount")}
        unit="%"
        hint={t("discountHint")}
        min={0}
        max={100}
        value={discount === undefined ? undefined : Math.round(discount * 10_000) / 100}
        onChange={(percent) => setDiscount(percent === undefined ? undefined : percent / 100)}
      />
      <TextField label={t("end")} kind="date" hint={t("endHint")} value={end} onChange={setEnd} />
      <Button
        kind="primary"
        icon="predict"
        isDisabled={running}
        onPress={() =>
          onRun({
            horizonDays: Math.round(days ?? DEFAULT_DAYS),
            annualDiscount: discount ?? DEFAULT_DISCOUNT,
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
