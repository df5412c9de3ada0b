import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PeopleInFiles } from "../../../workers/terms/handouts.ts";
import { Asked, Button, Dialog, Personal, SmallTable } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { address } from "../../state/route.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { RecallDialog } from "../data/customer/recall-dialog.tsx";

const PAGE = 50;

/** Who exactly was in files that left: told inside the vault, and each can be called back from here. */
export function PeopleDialog({
  kind,
  id,
  onClose,
}: {
  readonly kind: "release" | "handout";
  readonly id: number;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("left");
  const [limit, setLimit] = useState(PAGE);
  const [recalled, setRecalled] = useState<number>();
  const query = useVaultQuery("listPeopleInFiles", { kind, id, offset: 0, limit }, ["people", "releases"]);
  if (recalled !== undefined)
    return <RecallDialog whom={{ customerIds: [recalled] }} onClose={() => setRecalled(undefined)} />;
  return (
    <Dialog title={t("whoTitle")} open onClose={onClose} wide>
      <p>{t("whoText")}</p>
      <Asked query={query}>
        {(found) => (
          <>
            <Named found={found} onRecall={kind === "release" ? setRecalled : undefined} />
            {found.rows.length < found.total && (
              <Button kind="quiet" onPress={() => setLimit(limit + 10 * PAGE)}>
                {t("more")}
              </Button>
            )}
          </>
        )}
      </Asked>
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("close")}</Button>
      </div>
    </Dialog>
  );
}

function Named({
  found: { total, gone, rows },
  onRecall,
}: {
  readonly found: PeopleInFiles;
  readonly onRecall: ((id: number) => void) | undefined;
}): ReactElement {
  const { t } = useTranslation("left");
  const format = useFormat();
  return (
    <>
      <p>{t("whoTotal", { total: format.count(total) })}</p>
      {gone > 0 && <p>{t("whoGone", { gone: format.count(gone) })}</p>}
      {rows.length > 0 && (
        <SmallTable
          caption={t("whoTitle")}
          rows={rows}
          keyOf={(row) => row.id}
          columns={[
            {
              key: "name",
              title: t("customer"),
              cell: (row) => (
                <a href={address("data", "customers", row.id)}>
                  <Personal>{row.name === "" ? `#${String(row.id)}` : row.name}</Personal>
                </a>
              ),
            },
            ...(onRecall === undefined
              ? []
              : [
                  {
                    key: "recall",
                    title: t("actions"),
                    cell: (row: PeopleInFiles["rows"][number]) => (
                      <Button
                        kind="quiet"
                        aria-label={t("recallOnePerson", { id: String(row.id) })}
                        onPress={() => onRecall(row.id)}
                      >
                        {t("recallOne")}
                      </Button>
                    ),
                  },
                ]),
          ]}
        />
      )}
    </>
  );
}
