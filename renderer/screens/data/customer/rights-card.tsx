import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerView } from "../../../../workers/terms/people.ts";
import type { CorrectionEntry } from "../../../../workers/terms/rights.ts";
import {
  Button,
  Card,
  DateText,
  LinkButton,
  Notice,
  Personal,
  SmallTable,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address } from "../../../state/route.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderDialog } from "../../release/folder-dialog.tsx";
import { CorrectDialog } from "./correct-dialog.tsx";
import { ObjectDialog } from "./object-dialog.tsx";
import { RecallDialog } from "./recall-dialog.tsx";
import { RestrictDialog } from "./restrict-dialog.tsx";

type Asking = "pack" | "portable" | "correct" | "object" | "restrict" | "recall";

/** What a person may ask for, each as one act; what was put right for them stands below. */
export function RightsCard({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("rights");
  const [asking, setAsking] = useState<Asking>();
  const customerId = view.row.id;
  const uses = useVaultQuery("mayUse", { customerId }, ["consent"]);
  const restricted = uses.state === "ready" && uses.value.some(({ reason }) => reason === "restricted");
  const done = (): void => setAsking(undefined);
  const act = (what: Asking, label: string): ReactElement => (
    <Button onPress={() => setAsking(what)}>{label}</Button>
  );
  return (
    <Card
      title={t("title")}
      actions={
        <LinkButton kind="quiet" icon="clock" href={address("record", "requests")}>
          {t("toRequests")}
        </LinkButton>
      }
    >
      {restricted && <Notice tone="warn">{t("isRestricted")}</Notice>}
      <div className="row">
        {act("pack", t("pack"))}
        {act("portable", t("portable"))}
        {act("correct", t("correct"))}
        {act("object", t("object"))}
        {act("restrict", t(restricted ? "lift" : "restrict"))}
        {view.releases.length > 0 && act("recall", t("recall"))}
      </div>
      <Corrections customerId={customerId} />
      {(asking === "pack" || asking === "portable") && (
        <PackDialog customerId={customerId} portable={asking === "portable"} onClose={done} />
      )}
      {asking === "correct" && <CorrectDialog view={view} onClose={done} />}
      {asking === "object" && <ObjectDialog customerId={customerId} onClose={done} />}
      {asking === "restrict" && (
        <RestrictDialog customerId={customerId} restricted={restricted} onClose={done} />
      )}
      {asking === "recall" && <RecallDialog whom={{ customerIds: [customerId] }} onClose={done} />}
    </Card>
  );
}

function PackDialog({
  customerId,
  portable,
  onClose,
}: {
  readonly customerId: number;
  readonly portable: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("rights");
  const { language } = useWords();
  const format = useFormat();
  return (
    <FolderDialog
      title={t(portable ? "portable" : "pack")}
      action={t("write")}
      write={(folder) => vaultApi().accessPack({ customerId, language, folder, portable })}
      onWritten={({ rows, tables }) =>
        toast("ok", t("written", { rows: format.count(rows), tables: format.count(tables) }))
      }
      onClose={onClose}
    >
      <p>{t(portable ? "portableText" : "packText")}</p>
    </FolderDialog>
  );
}

function Corrections({ customerId }: { readonly customerId: number }): ReactElement | null {
  const { t } = useTranslation("rights");
  const words = useWords();
  const query = useVaultQuery("listCorrections", { customerId }, ["people"]);
  if (query.state !== "ready" || query.value.length === 0) return null;
  const value = (text: string | null): ReactElement =>
    text === null ? <span className="muted">{t("nothing")}</span> : <Personal>{text}</Personal>;
  return (
    <SmallTable<CorrectionEntry>
      caption={t("corrections")}
      rows={query.value}
      keyOf={(_, index) => index}
      columns={[
        { key: "at", title: t("at"), cell: ({ at }) => <DateText iso={at} /> },
        { key: "field", title: t("field"), cell: ({ field }) => words.label("field", field) },
        { key: "before", title: t("before"), cell: ({ before }) => value(before) },
        { key: "after", title: t("after"), cell: ({ after }) => value(after) },
        { key: "reason", title: t("reason"), cell: ({ reason }) => <Personal>{reason}</Personal> },
      ]}
    />
  );
}
