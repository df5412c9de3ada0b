import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { messageClasses, type OverCap, type ReleaseDecision } from "../../../../workers/terms/decision.ts";
import { Checkbox, Notice, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

/** How often these people were contacted, and who had their fill. */
export function ContactPart({
  decision,
  overCap,
  onChange,
}: {
  readonly decision: ReleaseDecision;
  readonly overCap: OverCap;
  readonly onChange: (overCap: OverCap) => void;
}): ReactElement {
  const { t } = useTranslation("decision");
  const words = useWords();
  const format = useFormat();
  const { pressure, contacts, cap, people } = decision;
  const share = (of: number): string => (people === 0 ? "–" : format.percent(of / people));
  const said = (key: string): string =>
    words.release(`decision.${key}`, {
      class: words.release(`decision.class.${cap.class}`),
      most: format.count(cap.cap?.most ?? 0),
      days: format.count(cap.cap?.days ?? 0),
      people: format.count(cap.over),
    });
  const classes = messageClasses
    .filter((one) => contacts[one] > 0)
    .map((one) => t("classCount", { name: words.release(`decision.class.${one}`), count: contacts[one] }))
    .join(t("comma"));
  return (
    <section className="stack-tight" aria-label={t("contactTitle")}>
      <h3>{t("contactTitle")}</h3>
      <SmallTable
        caption={t("contactCaption", { days: pressure.days })}
        rows={(["none", "one", "twoOrThree", "fourOrMore"] as const).map((band) => ({
          band,
          people: pressure[band],
        }))}
        keyOf={({ band }) => band}
        columns={[
          {
            key: "band",
            title: t("contactCaption", { days: pressure.days }),
            cell: ({ band }) => t(`band.${band}`),
          },
          { key: "people", title: t("people"), number: true, cell: (row) => format.count(row.people) },
          { key: "share", title: t("share"), number: true, cell: (row) => share(row.people) },
        ]}
      />
      <p className="note">
        {classes === "" ? t("noContacts") : t("classes", { classes })}{" "}
        {contacts.service > 0 && t("service", { messages: format.count(contacts.service) })}
      </p>
      {cap.cap === undefined ? (
        <p className="note">{t("noCap", { class: words.release(`decision.class.${cap.class}`) })}</p>
      ) : (
        <Notice tone={cap.over === 0 ? "ok" : cap.withheld ? "info" : "warn"} title={t("capTitle")}>
          <p>{said(cap.withheld ? "capWithheld" : "capSent")}</p>
          {cap.over > 0 && (
            <Checkbox isSelected={overCap === "send"} onChange={(on) => onChange(on ? "send" : "withhold")}>
              {t("sendAll")}
            </Checkbox>
          )}
        </Notice>
      )}
    </section>
  );
}
