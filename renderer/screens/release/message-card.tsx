import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { MessageItem } from "../../../workers/terms/policy.ts";
import type { MessageDemand } from "../../../workers/terms/release.ts";
import { Checkbox } from "../../components/index.ts";
import { useWords } from "../../i18n/words.ts";

/** What the law in force asks a message to these people to say; what its sender confirms is kept in the manifest. */
export function MessageCard({
  demands,
  confirmed,
  onChange,
}: {
  readonly demands: readonly MessageDemand[];
  readonly confirmed: readonly MessageItem[];
  readonly onChange: (confirmed: readonly MessageItem[]) => void;
}): ReactElement {
  const { t } = useTranslation("consented");
  const words = useWords();
  return (
    <section className="stack-tight" aria-label={t("messageTitle")}>
      <h3>{t("messageTitle")}</h3>
      <p className="note">{t("messageNote")}</p>
      {demands.map(({ item, rules }) => (
        <Checkbox
          key={item}
          isSelected={confirmed.includes(item)}
          onChange={(on) => onChange(on ? [...confirmed, item] : confirmed.filter((one) => one !== item))}
        >
          {t("messageItem", {
            item: words.label("messageItem", item),
            articles: rules.map(({ article }) => article[words.language]).join(" · "),
          })}
        </Checkbox>
      ))}
    </section>
  );
}
