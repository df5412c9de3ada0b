import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { RecallTarget } from "../../../../workers/terms/rights.ts";
import { Asked, Choices, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { FolderDialog } from "../../release/folder-dialog.tsx";

const wishes = ["opt_out", "delete"] as const;

/** A person, or everybody in a release. */
export type Recalled = { readonly customerIds: number[] } | { readonly releaseId: number };

/** Asks everybody who received people to stop using or to delete them: who that is, and the files. */
export function RecallDialog({
  whom,
  onClose,
}: {
  readonly whom: Recalled;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("rights");
  const words = useWords();
  const format = useFormat();
  const [wish, setWish] = useState<(typeof wishes)[number]>("delete");
  const preview = useVaultQuery("recallPreview", { ...whom, wish }, ["releases", "people"]);
  return (
    <FolderDialog
      title={t("recall")}
      action={t("write")}
      write={(folder) => vaultApi().recallRelease({ ...whom, wish, folder, language: words.language })}
      onWritten={({ targets }) => toast("ok", t("recalled", { recipients: format.count(targets.length) }))}
      onClose={onClose}
    >
      <p>{t("releaseId" in whom ? "recallReleaseText" : "recallText")}</p>
      <Choices
        label={t("wish")}
        value={wish}
        options={wishes.map((one) => ({ value: one, label: words.rights(`wish.${one}`) }))}
        onChange={setWish}
      />
      <Asked query={preview}>{({ targets }) => <Targets targets={targets} />}</Asked>
    </FolderDialog>
  );
}

function Targets({ targets }: { readonly targets: readonly RecallTarget[] }): ReactElement {
  const { t } = useTranslation("rights");
  const words = useWords();
  const format = useFormat();
  return (
    <SmallTable<RecallTarget>
      caption={t("recipients")}
      rows={targets}
      keyOf={({ recipient, platform }) => `${recipient} ${platform}`}
      columns={[
        {
          key: "recipient",
          title: t("recipients"),
          cell: ({ recipient, platform }) => (
            <>
              {words.label("recipient", recipient)}
              <div className="note">{words.label("platform", platform)}</div>
            </>
          ),
        },
        {
          key: "files",
          title: t("files"),
          number: true,
          cell: ({ releases }) => format.count(releases.length),
        },
        {
          key: "list",
          title: t("list"),
          cell: ({ rows, documented }) =>
            rows === 0 ? t("letterOnly") : t(documented ? "ownForm" : "normalForm"),
        },
      ]}
    />
  );
}
