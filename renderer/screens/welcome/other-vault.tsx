import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { HostApi } from "../../../main/contract.ts";
import type { Fault } from "../../../workers/base/fault.ts";
import { Button, FaultNotice, TextField } from "../../components/index.ts";
import { useSession } from "../../state/session.ts";

/** A vault kept somewhere else: by the system's dialog, or by its path where there is none. */
export function OtherVault({
  host,
  onChosen,
}: {
  readonly host: HostApi;
  readonly onChosen: (path: string) => void;
}): ReactElement {
  const { t } = useTranslation("welcome");
  const dialogs = useSession((session) => session.host?.nativeDialogs ?? false);
  const [typed, setTyped] = useState("");
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const choose = async (typedPath?: string): Promise<void> => {
    const chosen = await host.chooseVault({
      mode: "open",
      suggestedName: "",
      ...(typedPath === undefined ? {} : { typedPath }),
    });
    if (!chosen.ok) setFault(chosen.error);
    else if (chosen.value) onChosen(chosen.value.path);
  };
  return (
    <div className="stack-tight">
      {fault && <FaultNotice fault={fault} />}
      {asking ? (
        <form
          className="row-end"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() !== "") void choose(typed.trim());
          }}
        >
          <TextField
            label={t("pathLabel")}
            hint={t("pathHint")}
            value={typed}
            onChange={setTyped}
            focusFirst
          />
          <Button type="submit">{t("open")}</Button>
        </form>
      ) : (
        <div>
          <Button kind="quiet" icon="folder" onPress={() => (dialogs ? void choose() : setAsking(true))}>
            {t("openOther")}
          </Button>
        </div>
      )}
    </div>
  );
}
