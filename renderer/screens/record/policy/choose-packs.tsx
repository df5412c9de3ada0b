import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../../../workers/base/fault.ts";
import type { PolicyPackView, PolicyPreview } from "../../../../workers/terms/policy.ts";
import { Button, Card, Checkbox, FaultNotice, FileDrop } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { toast } from "../../../state/toasts.ts";
import { vaultApi } from "../../../state/vault.ts";
import { Effect } from "./effect.tsx";

interface LoadedFile {
  readonly name: string;
  readonly text: string;
}

/** Chooses packs, shows what they would change, and puts them in force. */
export function ChoosePacks({ packs }: { readonly packs: readonly PolicyPackView[] }): ReactElement {
  const { t } = useTranslation("law");
  const words = useWords();
  const began = packs.filter(({ inForce }) => inForce !== undefined).map(({ id }) => id);
  const [chosen, setChosen] = useState<readonly string[]>(began);
  const [files, setFiles] = useState<readonly LoadedFile[]>([]);
  const [preview, setPreview] = useState<PolicyPreview>();
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const choice = { packs: [...chosen], files: files.map(({ text }) => text) };
  const choose = (next: readonly string[], loaded: readonly LoadedFile[]): void => {
    setChosen(next);
    setFiles(loaded);
    setPreview(undefined);
    setFault(undefined);
  };
  const load = async (given: readonly File[]): Promise<void> => {
    const read = await Promise.all(given.map(async (one) => ({ name: one.name, text: await one.text() })));
    choose(chosen, [...files, ...read]);
  };
  const show = async (): Promise<void> => {
    setBusy(true);
    const asked = await vaultApi().previewPolicy(choice);
    setBusy(false);
    setFault(asked.ok ? undefined : asked.error);
    setPreview(asked.ok ? asked.value : undefined);
  };
  const apply = async (): Promise<void> => {
    setBusy(true);
    const done = await vaultApi().applyPolicy(choice);
    setBusy(false);
    if (done.ok) toast("ok", t("applied"));
    else setFault(done.error);
  };
  return (
    <>
      <Card title={t("chooseTitle")}>
        <p className="note">{t("chooseNote")}</p>
        <div className="stack-tight">
          {packs.map((pack) => (
            <div key={pack.id}>
              <Checkbox
                isSelected={chosen.includes(pack.id)}
                onChange={(on) =>
                  choose(on ? [...chosen, pack.id] : chosen.filter((id) => id !== pack.id), files)
                }
              >
                {pack.law[words.language]}
              </Checkbox>
              {isOutdated(pack) && <p className="note">{t("newer", { version: pack.version })}</p>}
            </div>
          ))}
          {files.map(({ name }, at) => (
            <div key={`${String(at)} ${name}`} className="row">
              <span>{t("fromFile", { name })}</span>
              <Button
                kind="quiet"
                onPress={() =>
                  choose(
                    chosen,
                    files.filter((_, other) => other !== at),
                  )
                }
                aria-label={t("dropFile", { name })}
              >
                {t("drop")}
              </Button>
            </div>
          ))}
        </div>
        <FileDrop
          label={t("fileLabel")}
          hint={t("fileHint")}
          accept={[".json"]}
          kind="plain"
          onFiles={(given) => void load(given)}
        />
        {fault && <FaultNotice fault={fault} />}
        <div>
          <Button kind="primary" isDisabled={busy} onPress={() => void show()}>
            {t("show")}
          </Button>
        </div>
      </Card>
      {preview && (
        <Effect
          preview={preview}
          lawOf={(id) => packs.find((pack) => pack.id === id)?.law[words.language] ?? id}
          busy={busy}
          onApply={() => void apply()}
          onBack={() => choose(began, [])}
        />
      )}
    </>
  );
}

function isOutdated({ version, inForce }: PolicyPackView): boolean {
  return inForce !== undefined && inForce.version < version;
}
