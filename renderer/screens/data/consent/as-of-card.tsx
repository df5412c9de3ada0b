import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { AsOfLine, ConsentAsOf } from "../../../../workers/terms/consent.ts";
import { Asked, Card, Checkbox, SmallTable, TextField } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";

/** The day of the reader's clock, as a date field holds it. */
function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** "Who could we mail on that day, for what, under which text": a date, and the answer by purpose and text. */
export function AsOfCard(): ReactElement {
  const { t } = useTranslation("consent");
  const [day, setDay] = useState(today);
  const [thenKnown, setThenKnown] = useState(true);
  const asked = /^\d{4}-\d\d-\d\d$/.test(day) ? (day === today() ? {} : endOf(day)) : undefined;
  return (
    <Card title={t("asOfTitle")}>
      <p className="note">{t("asOfLead")}</p>
      <div className="row">
        <TextField
          label={t("asOfDay")}
          kind="date"
          value={day}
          onChange={setDay}
          error={asked === undefined ? t("asOfNoDay") : undefined}
        />
        <Checkbox isSelected={thenKnown} onChange={setThenKnown}>
          {t("asOfThenKnown")}
        </Checkbox>
      </div>
      {asked && <Answer held={asked.held} known={thenKnown ? asked.held : undefined} />}
    </Card>
  );
}

/** The last moment of a day where the reader is. */
function endOf(day: string): { readonly held?: string } {
  const end = new Date(`${day}T23:59:59.999`);
  return Number.isNaN(end.getTime()) ? {} : { held: end.toISOString() };
}

function Answer({
  held,
  known,
}: {
  readonly held: string | undefined;
  readonly known: string | undefined;
}): ReactElement {
  const input = { ...(held === undefined ? {} : { held }), ...(known === undefined ? {} : { known }) };
  const query = useVaultQuery("consentAsOf", input, ["consent", "people", "imports"]);
  return <Asked query={query}>{(answer) => <Lines answer={answer} />}</Asked>;
}

function Lines({ answer }: { readonly answer: ConsentAsOf }): ReactElement {
  const { t } = useTranslation("consent");
  const words = useWords();
  const format = useFormat();
  const bites = answer.lines.flatMap((line) => line.rules.map((rule) => ({ line, rule })));
  const texts = answer.lines.flatMap((line) => line.wordings.map((wording) => ({ line, wording })));
  return (
    <>
      <p>
        {t("asOfPeople", {
          people: format.count(answer.people),
          day: format.moment(answer.held),
          known: format.moment(answer.known),
        })}
      </p>
      <p className="note">
        {answer.packs.length === 0
          ? t("asOfNoPacks")
          : t("asOfPacks", { packs: answer.packs.map(({ law }) => law[words.language]).join(" · ") })}
      </p>
      <SmallTable<AsOfLine>
        caption={t("asOfTitle")}
        rows={answer.lines}
        keyOf={(line) => `${line.purpose} ${line.recipient}`}
        columns={[
          { key: "purpose", title: t("purpose"), cell: (line) => words.label("purpose", line.purpose) },
          {
            key: "recipient",
            title: t("recipient"),
            cell: (line) => <span className="nowrap">{words.label("recipient", line.recipient)}</span>,
          },
          {
            key: "channel",
            title: t("channel"),
            cell: (line) =>
              line.channel === undefined ? t("everyChannel") : words.label("consentChannel", line.channel),
          },
          { key: "basis", title: t("basis"), cell: (line) => words.label("basis", line.basis) },
          ...(["granted", "denied", "unknown"] as const).map((state) => ({
            key: state,
            title: words.label("consent", state),
            number: true,
            cell: (line: AsOfLine) => format.count(line[state]),
          })),
          ...(["stopped", "frozen"] as const).map((kept) => ({
            key: kept,
            title: t(kept),
            number: true,
            cell: (line: AsOfLine) => format.count(line[kept]),
          })),
          {
            key: "permitted",
            title: t("couldUse"),
            number: true,
            cell: (line) => <strong>{format.count(line.permitted)}</strong>,
          },
        ]}
      />
      {bites.length > 0 && (
        <SmallTable
          caption={t("stoppedTitle")}
          rows={bites}
          keyOf={({ line, rule }) => `${line.purpose} ${line.recipient} ${rule.id}`}
          columns={[
            { key: "purpose", title: t("purpose"), cell: ({ line }) => words.label("purpose", line.purpose) },
            {
              key: "recipient",
              title: t("recipient"),
              cell: ({ line }) => <span className="nowrap">{words.label("recipient", line.recipient)}</span>,
            },
            { key: "article", title: t("article"), cell: ({ rule }) => rule.article[words.language] },
            { key: "rule", title: t("rule"), cell: ({ rule }) => words.rule(rule) },
          ]}
        />
      )}
      {texts.length > 0 && (
        <SmallTable
          caption={t("wordingsTitle")}
          rows={texts}
          keyOf={({ line, wording }) => `${line.purpose} ${line.recipient} ${wording.hash}`}
          columns={[
            { key: "text", title: t("wording"), cell: ({ wording }) => wording.text },
            { key: "purpose", title: t("purpose"), cell: ({ line }) => words.label("purpose", line.purpose) },
            {
              key: "version",
              title: t("version"),
              cell: ({ wording }) => (
                <code
                  className="nowrap"
                  title={wording.hash}
                >{`${String(wording.version)} · ${wording.hash.slice(0, 8)}`}</code>
              ),
            },
            {
              key: "people",
              title: t("people"),
              number: true,
              cell: ({ wording }) => format.count(wording.people),
            },
          ]}
        />
      )}
    </>
  );
}
