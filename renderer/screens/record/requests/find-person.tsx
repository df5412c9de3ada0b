import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Subject, SubjectsFound } from "../../../../workers/terms/rights.ts";
import { Button, Card, LinkButton, Personal, SmallTable, TextField } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address } from "../../../state/route.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";

/** Finds whoever asks by anything they give, and leads to what can be done for them. */
export function FindPerson({ onAsk }: { readonly onAsk: (customerId: number) => void }): ReactElement {
  const { t } = useTranslation("requests");
  const words = useWords();
  const format = useFormat();
  const [value, setValue] = useState("");
  const [found, setFound] = useState<SubjectsFound>();
  const find = async (): Promise<void> => {
    if (value.trim() === "") return;
    const answer = await vaultApi().findSubjects({ value: value.trim() });
    if (answer.ok) setFound(answer.value);
    else toast("danger", words.fault(answer.error));
  };
  return (
    <Card title={t("findTitle")}>
      <form
        className="row"
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <TextField
          label={t("findLabel")}
          hint={t("findHint")}
          kind="search"
          value={value}
          onChange={setValue}
        />
        <Button type="submit" icon="search">
          {t("find")}
        </Button>
      </form>
      <div aria-live="polite">
        {found && found.subjects.length === 0 && <p>{t("foundNobody")}</p>}
        {found && found.subjects.length > 0 && <Found subjects={found.subjects} onAsk={onAsk} />}
        {found && found.quarantined > 0 && (
          <p className="note">{t("foundHeld", { rows: format.count(found.quarantined) })}</p>
        )}
      </div>
    </Card>
  );
}

function Found({
  subjects,
  onAsk,
}: {
  readonly subjects: readonly Subject[];
  readonly onAsk: (customerId: number) => void;
}): ReactElement {
  const { t } = useTranslation("requests");
  const words = useWords();
  return (
    <SmallTable<Subject>
      caption={t("findTitle")}
      rows={subjects}
      keyOf={({ customerId }) => customerId}
      columns={[
        { key: "number", title: t("number"), number: true, cell: ({ customerId }) => customerId },
        { key: "name", title: t("name"), cell: ({ name }) => <Personal>{name}</Personal> },
        {
          key: "by",
          title: t("matchedBy"),
          cell: ({ matches }) =>
            matches.map(({ by, former }, at) => (
              <div key={at}>
                {words.rights(`match.${by}`)}
                {former && <span className="note"> {t("former")}</span>}
              </div>
            )),
        },
        {
          key: "acts",
          title: t("acts"),
          cell: ({ customerId, name }) => (
            <div className="row">
              <LinkButton href={address("data", "customers", customerId)} icon="person">
                {t("open")}
              </LinkButton>
              <Button aria-label={`${t("addFor")}: ${name}`} onPress={() => onAsk(customerId)}>
                {t("addFor")}
              </Button>
            </div>
          ),
        },
      ]}
    />
  );
}
