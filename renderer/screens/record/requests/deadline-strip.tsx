import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RequestEntry } from "../../../../workers/terms/rights.ts";
import { Badge } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { deadlineDays, localToday, type DeadlineDay } from "./deadline-days.ts";

/** Six weeks with the days on which something is due. */
export function DeadlineStrip({ requests }: { readonly requests: readonly RequestEntry[] }): ReactElement {
  const { t } = useTranslation("requests");
  const days = deadlineDays(localToday(new Date()), requests);
  return (
    <ol className="deadline-strip" aria-label={t("strip")}>
      {days.map((one) => (
        <Day key={one.day} of={one} />
      ))}
    </ol>
  );
}

function Day({ of: { day, today, past, due } }: { readonly of: DeadlineDay }): ReactElement {
  const { t } = useTranslation("requests");
  const format = useFormat();
  const number = String(Number(day.slice(8)));
  return (
    <li className={past ? "muted" : undefined} aria-current={today ? "date" : undefined}>
      <time dateTime={day}>{today || number === "1" ? format.day(day) : number}</time>
      {due.length > 0 && (
        <Badge tone="warn" icon="clock">
          {t("dueCount", { count: due.length })}
        </Badge>
      )}
    </li>
  );
}
