import { useCallback, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Question, SendingReport } from "../../../../workers/terms/propensity.ts";
import { barOption, ChartFigure, type Palette } from "../../../charts/index.ts";
import { Card, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

/** When e-mail is opened, and on which channel people look. */
export function SendingCard({
  sending,
  question,
}: {
  readonly sending: SendingReport;
  readonly question: Question;
}): ReactElement {
  const { t } = useTranslation("propensity");
  const format = useFormat();
  const words = useWords();
  const { best, own, everybodys, profile, byHour, channels, zone } = sending;
  const option = useCallback(
    (palette: Palette) =>
      barOption(palette, {
        labels: profile.map((_, hour) => format.count(hour)),
        series: [{ name: t("shareOfOpenings"), values: profile.map(({ value }) => 100 * value) }],
        print: (value: number) => format.decimal(value, 1),
        printAxis: (value: number) => format.count(value),
      }),
    [profile, format, t],
  );
  const hundred = (share: number): string => format.count(100 * share);
  const range = ({ low, high }: { low: number; high: number }): string =>
    `${hundred(low)} – ${hundred(high)}`;
  const result = t(question === "click" ? "clickedOf" : "openedOf");
  return (
    <Card title={t("sendingTitle")}>
      <p className="total-value">
        {best === undefined ? t("noBestHour") : t("bestHour", { hour: format.count(best.hour) })}
      </p>
      {best && <p>{t(`bestFrom.${best.from}`)}</p>}
      {best && <p>{t("ownHours", { own: format.count(own), everybodys: format.count(everybodys), zone })}</p>}
      {profile.length > 0 && best && (
        <ChartFigure
          finding={t("profileFinding", {
            hour: format.count(
              profile.reduce((top, { value }, at) => (value > profile[top]!.value ? at : top), 0),
            ),
          })}
          subtitle={t("profileSubtitle")}
          option={option}
          height={180}
          table={{
            columns: [
              { key: "hour", title: t("hour"), number: true, cell: (row) => format.count(row.hour) },
              { key: "share", title: t("shareOfOpenings"), number: true, cell: (row) => hundred(row.value) },
              { key: "range", title: t("range95"), number: true, cell: (row) => range(row) },
            ],
            rows: profile.map((row, hour) => ({ ...row, hour })),
            keyOf: ({ hour }) => hour,
          }}
        />
      )}
      {byHour.length > 0 && (
        <SmallTable
          caption={t("byHour")}
          columns={[
            { key: "hour", title: t("sentAt"), number: true, cell: ({ hour }) => format.count(hour) },
            { key: "sent", title: t("sent"), number: true, cell: ({ sent }) => format.count(sent) },
            { key: "rate", title: result, number: true, cell: ({ rate }) => hundred(rate.value) },
            { key: "range", title: t("range95"), number: true, cell: ({ rate }) => range(rate) },
          ]}
          rows={byHour}
          keyOf={({ hour }) => hour}
        />
      )}
      {channels.length > 0 && (
        <SmallTable
          caption={t("byChannel")}
          columns={[
            {
              key: "channel",
              title: t("channel"),
              cell: ({ channel }) => words.label("messageChannel", channel),
            },
            { key: "sent", title: t("sent"), number: true, cell: ({ sent }) => format.count(sent) },
            { key: "rate", title: result, number: true, cell: ({ rate }) => hundred(rate.value) },
            { key: "range", title: t("range95"), number: true, cell: ({ rate }) => range(rate) },
            { key: "people", title: t("bestFor"), number: true, cell: ({ people }) => format.count(people) },
          ]}
          rows={channels}
          keyOf={({ channel }) => channel}
        />
      )}
    </Card>
  );
}
