import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Review, Verdict } from "../../workers/terms/insight.ts";
import { useFormat } from "../i18n/format.ts";
import { useWords } from "../i18n/words.ts";
import { useSession } from "../state/session.ts";
import { Icon, type IconName } from "./icon.tsx";

/** Integer minor units of a currency. */
export function Money({
  minor,
  currency,
  short = false,
}: {
  readonly minor: number;
  readonly currency: string;
  readonly short?: boolean;
}): ReactElement {
  const format = useFormat();
  return <>{short ? format.moneyShort(minor, currency) : format.money(minor, currency)}</>;
}

/** `YYYY-MM-DD`, or an ISO date-time in the reader's zone. */
export function DateText({ iso }: { readonly iso: string }): ReactElement {
  const format = useFormat();
  return <time dateTime={iso}>{iso.length > 10 ? format.moment(iso) : format.day(iso)}</time>;
}

/** A value that names a person: hidden while names are masked, with no reveal on hover. */
export function Personal({ children }: { readonly children: string | undefined }): ReactElement {
  const masked = useSession((session) => session.masked);
  const { t } = useTranslation("kit");
  if (!children) return <span className="muted">–</span>;
  return masked ? (
    <span className="muted" aria-label={t("masked")} role="img">
      ●●●
    </span>
  ) : (
    // What is inside is not copied but as a release (shell/copy-guard.tsx).
    <span data-personal>{children}</span>
  );
}

/** Tiles of figures in a row. */
export function Kpis({ children }: { readonly children: ReactNode }): ReactElement {
  return <dl className="kpis">{children}</dl>;
}

/** One figure with its name and a note on what it counts. */
export function Kpi({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}): ReactElement {
  return (
    <div className="kpi">
      <dt>{name}</dt>
      <dd>{value}</dd>
      {note && <dd className="kpi-note">{note}</dd>}
    </div>
  );
}

/** A short label. */
export function Badge({
  tone,
  icon,
  children,
}: {
  readonly tone?: "ok" | "warn" | "danger" | "accent" | undefined;
  readonly icon?: IconName | undefined;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <span className={tone ? `badge ${tone}` : "badge"}>
      {icon && <Icon name={icon} small />}
      {children}
    </span>
  );
}

const verdictTones: Readonly<Record<Verdict, "ok" | "warn" | "danger">> = {
  use: "ok",
  "use-with-care": "warn",
  "do-not-use": "danger",
};

/** Whether a model's numbers may be used. */
export function VerdictBadge({ verdict }: { readonly verdict: Verdict }): ReactElement {
  const { t } = useTranslation("kit");
  const tone = verdictTones[verdict];
  return (
    <Badge tone={tone} icon={tone}>
      {t(`verdict.${verdict}`)}
    </Badge>
  );
}

/** A model's verdict with the sentence of every check; the ones that weigh most come first. */
export function ReviewNote({ review }: { readonly review: Review }): ReactElement {
  const words = useWords();
  const { t } = useTranslation("kit");
  const weight: Readonly<Record<Verdict, number>> = { "do-not-use": 0, "use-with-care": 1, use: 2 };
  const checks = [...review.checks].sort((a, b) => weight[a.verdict] - weight[b.verdict]);
  return (
    <section className="verdict" aria-label={t("verdictTitle")}>
      <div>
        <VerdictBadge verdict={review.verdict} />
      </div>
      <ul>
        {checks.map((check) => (
          <li key={check.code}>{words.check(check)}</li>
        ))}
      </ul>
    </section>
  );
}

/** How many people the use gate keeps out of what is shown. */
export function Withheld({ people }: { readonly people: number }): ReactElement {
  const { t } = useTranslation("kit");
  const format = useFormat();
  return (
    <p className="note row">
      <Icon name="shield" small />
      {people === 0 ? t("withheldNobody") : t("withheld", { people: format.count(people) })}
    </p>
  );
}
