import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Card, LinkButton, PageHeader, TextField } from "../../components/index.ts";
import { address, type Place, type Tab } from "../../state/route.ts";

/** Problems in a marketer's words, with the screen that answers each; the words lie under the same name. */
const problems: Readonly<Record<string, readonly [Place, Tab]>> = {
  leaving: ["predict", "churn"],
  worth: ["predict", "lifetime"],
  second: ["predict", "lifetime"],
  kinds: ["predict", "groups"],
  best: ["see", "rfm"],
  lookalike: ["predict", "lookalike"],
  open: ["predict", "mail"],
  hour: ["predict", "mail"],
  lead: ["predict", "next"],
  renewal: ["predict", "next"],
  upsell: ["predict", "next"],
  stay: ["see", "cohorts"],
  worked: ["release", "left"],
  right: ["predict", "track-record"],
  duplicates: ["data", "duplicates"],
};

/** The glossary from problem to method: what troubles a marketer, what answers it, and how to read the answer. */
export function MethodsScreen(): ReactElement {
  const { t } = useTranslation("methods");
  const [sought, setSought] = useState("");
  const fold = (text: string): string => text.normalize("NFKC").toLowerCase();
  const entries = Object.entries(problems).map(([name, [place, tab]]) => ({
    name,
    href: address(place, tab),
    problem: t(`problem.${name}` as "problem.leaving"),
    method: t(`method.${name}` as "method.leaving"),
    read: t(`read.${name}` as "read.leaving"),
  }));
  const shown = entries.filter(({ problem, method, read }) =>
    fold(`${problem} ${method} ${read}`).includes(fold(sought.trim())),
  );
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <TextField label={t("search")} value={sought} onChange={setSought} />
      {shown.length === 0 && <p className="muted">{t("none")}</p>}
      <div className="stack">
        {shown.map(({ name, href, problem, method, read }) => (
          <Card
            key={name}
            title={problem}
            actions={
              <LinkButton icon="predict" href={href}>
                {t("open")}
              </LinkButton>
            }
          >
            <p>{read}</p>
            <p className="note">{method}</p>
          </Card>
        ))}
      </div>
    </>
  );
}
