import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { BitingRule, PolicyPreview, PolicyUse } from "../../../../workers/terms/policy.ts";
import { Button, Card, DateText, Notice, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

/** What the chosen packs would change: people by use, past releases, and the rules that newly bite. Then the decision. */
export function Effect({
  preview,
  lawOf,
  busy,
  onApply,
  onBack,
}: {
  readonly preview: PolicyPreview;
  /** What the law of a pack is called. */
  readonly lawOf: (pack: string) => string;
  readonly busy: boolean;
  readonly onApply: () => void;
  readonly onBack: () => void;
}): ReactElement {
  const { t } = useTranslation("law");
  const format = useFormat();
  const moved = preview.uses.filter(({ now, then }) => now !== then).length;
  const { total, stopped } = preview.releases;
  return (
    <Card title={t("effectTitle")}>
      <Notice tone={moved === 0 ? "info" : "warn"}>
        {moved === 0 ? t("movesNobody") : t("moves", { count: moved })}
      </Notice>
      <Uses uses={preview.uses} />
      <p>{t("releases", { total: format.count(total), stopped: format.count(stopped.length) })}</p>
      {stopped.length > 0 && <Stopped stopped={stopped} />}
      {preview.rules.length > 0 && <Biting rules={preview.rules} lawOf={lawOf} />}
      <div className="row">
        <Button kind="primary" icon="check" isDisabled={busy} onPress={onApply}>
          {t("apply")}
        </Button>
        <Button kind="quiet" isDisabled={busy} onPress={onBack}>
          {t("back")}
        </Button>
      </div>
    </Card>
  );
}

function Uses({ uses }: Pick<PolicyPreview, "uses">): ReactElement {
  const { t } = useTranslation("law");
  const words = useWords();
  const format = useFormat();
  return (
    <SmallTable<PolicyUse>
      caption={t("usesTitle")}
      rows={uses}
      keyOf={({ purpose, recipient, within }) => `${purpose} ${within ? "" : recipient}`}
      columns={[
        { key: "purpose", title: t("purpose"), cell: ({ purpose }) => words.label("purpose", purpose) },
        {
          key: "recipient",
          title: t("recipient"),
          cell: ({ recipient, within }) => (within ? t("within") : words.label("recipient", recipient)),
        },
        { key: "now", title: t("now"), number: true, cell: ({ now }) => format.count(now) },
        { key: "then", title: t("then"), number: true, cell: ({ then }) => format.count(then) },
        {
          key: "change",
          title: t("change"),
          number: true,
          cell: ({ now, then }) => (now === then ? t("same") : format.count(then - now)),
        },
      ]}
    />
  );
}

function Stopped({ stopped }: Pick<PolicyPreview["releases"], "stopped">): ReactElement {
  const { t } = useTranslation("law");
  const words = useWords();
  const format = useFormat();
  return (
    <SmallTable
      caption={t("stoppedTitle")}
      rows={stopped}
      keyOf={({ id }) => id}
      columns={[
        { key: "at", title: t("releasedAt"), cell: ({ at }) => <DateText iso={at} /> },
        { key: "purpose", title: t("purpose"), cell: ({ purpose }) => words.label("purpose", purpose) },
        {
          key: "recipient",
          title: t("recipient"),
          cell: ({ recipient }) => words.label("recipient", recipient),
        },
        { key: "people", title: t("people"), number: true, cell: ({ people }) => format.count(people) },
        { key: "stopped", title: t("stays"), number: true, cell: ({ stopped: kept }) => format.count(kept) },
      ]}
    />
  );
}

function Biting({
  rules,
  lawOf,
}: Pick<PolicyPreview, "rules"> & { readonly lawOf: (pack: string) => string }): ReactElement {
  const { t } = useTranslation("law");
  const words = useWords();
  const format = useFormat();
  return (
    <>
      <h3>{t("bitingTitle")}</h3>
      <SmallTable<BitingRule>
        caption={t("bitingTitle")}
        rows={rules}
        keyOf={({ pack, rule }) => `${pack} ${rule.id}`}
        columns={[
          {
            key: "article",
            title: t("article"),
            cell: ({ pack, rule }) => (
              <>
                <div>{rule.article[words.language]}</div>
                <div className="note">{lawOf(pack)}</div>
              </>
            ),
          },
          { key: "rule", title: t("rule"), cell: ({ rule }) => words.rule(rule) },
          { key: "people", title: t("people"), number: true, cell: ({ people }) => format.count(people) },
          {
            key: "releases",
            title: t("pastReleases"),
            number: true,
            cell: ({ releases }) => format.count(releases),
          },
        ]}
      />
    </>
  );
}
