import { useCallback, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ReleaseWorth } from "../../../../workers/terms/decision.ts";
import { ChartFigure, lineOption, type Palette } from "../../../charts/index.ts";
import { useFormat } from "../../../i18n/format.ts";

/** What contacting the best so many would bring, with the range it is likely in. */
export function GainChart({
  gain,
  currency,
}: {
  readonly gain: ReleaseWorth["gain"];
  readonly currency: string;
}): ReactElement {
  const { t } = useTranslation("decision");
  const format = useFormat();
  const option = useCallback(
    (palette: Palette) =>
      lineOption(palette, {
        labels: gain.map(({ contacted }) => format.count(contacted)),
        series: [
          { name: t("expected"), values: gain.map(({ value }) => value) },
          { name: t("low"), values: gain.map(({ low }) => low), quiet: true },
          { name: t("high"), values: gain.map(({ high }) => high), quiet: true },
        ],
        print: (value) => format.money(Math.round(value), currency),
        printAxis: (value) => format.moneyShort(Math.round(value), currency),
        xName: t("contacted"),
      }),
    [gain, currency, format, t],
  );
  const best = gain.reduce((most, one) => (one.value > most.value ? one : most), {
    contacted: 0,
    value: 0,
  });
  const money = (value: number): string => format.money(Math.round(value), currency);
  return (
    <ChartFigure
      finding={
        best.contacted === 0
          ? t("gainNobody")
          : t("gainFinding", { people: format.count(best.contacted), value: money(best.value) })
      }
      subtitle={t("gainSubtitle")}
      option={option}
      height={240}
      table={{
        columns: [
          {
            key: "contacted",
            title: t("contacted"),
            number: true,
            cell: (row) => format.count(row.contacted),
          },
          { key: "value", title: t("expected"), number: true, cell: (row) => money(row.value) },
          { key: "low", title: t("low"), number: true, cell: (row) => money(row.low) },
          { key: "high", title: t("high"), number: true, cell: (row) => money(row.high) },
        ],
        rows: gain,
        keyOf: (row) => row.contacted,
      }}
    />
  );
}
