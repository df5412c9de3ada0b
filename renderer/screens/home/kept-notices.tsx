import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { KeepStatus, RuleDeed } from "../../../workers/terms/keep-due.ts";
import { LinkButton, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { address } from "../../state/route.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";

/** What rules of keeping did by themselves in the last day, which of them want to be looked at, and which are due by hand. */
export function KeptNotices(): ReactElement | null {
  const { t } = useTranslation("keepRules");
  const format = useFormat();
  const query = useVaultQuery("keepStatus", {}, ["retention", "people", "imports", "consent"]);
  if (query.state !== "ready") return null;
  const { due, ran }: KeepStatus = query.value;
  const asks = due.filter(({ automatic, asksFirst }) => automatic && asksFirst);
  const byHand = due.filter(({ automatic }) => !automatic);
  const rules = <LinkButton href={address("record", "retention")}>{t("homeSee")}</LinkButton>;
  return (
    <>
      {ran.length > 0 && (
        <Notice
          tone="ok"
          title={t("homeRan", { rules: format.count(ran.length) })}
          actions={<LinkButton href={address("record", "timeline")}>{t("homeRecord")}</LinkButton>}
        >
          <Deeds of={ran} />
        </Notice>
      )}
      {asks.length > 0 && (
        <Notice tone="warn" title={t("homeAsks", { rules: format.count(asks.length) })} actions={rules}>
          <Deeds of={asks} />
          <p>{t("homeAsksText")}</p>
        </Notice>
      )}
      {byHand.length > 0 && (
        <Notice tone="info" title={t("homeDue", { rules: format.count(byHand.length) })} actions={rules}>
          <Deeds of={byHand} />
        </Notice>
      )}
    </>
  );
}

/** What rules do, alike ones added up: "Erase people 12 · Blur rows 40". */
function Deeds({
  of,
}: {
  readonly of: readonly { readonly deed: RuleDeed; readonly things: number; readonly people: number }[];
}): ReactElement {
  const words = useWords();
  const format = useFormat();
  const sums = new Map<string, number>();
  const add = (code: string, count: number): void => {
    if (count > 0) sums.set(code, (sums.get(code) ?? 0) + count);
  };
  for (const { deed, things, people } of of) {
    const own = deed.reaches === "people" ? people : things;
    add(`${deed.reaches}-${deed.action}`, own);
    // What nobody known did goes along with the people.
    add("entries-erase", things - own);
  }
  return (
    <p>
      {[...sums]
        .map(([code, things]) => `${words.label("ruleDeed", code)} ${format.count(things)}`)
        .join(" · ")}
    </p>
  );
}
