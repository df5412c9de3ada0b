import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Manifest } from "../../../workers/terms/release.ts";
import { Asked, Button, Dialog, Facts } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useDecisionFacts } from "./decision/decision-facts.tsx";
import { useVaultQuery } from "../../state/use-vault-query.ts";

/** The manifest that was written beside the files of a release. */
export function ManifestDialog({
  releaseId,
  onClose,
}: {
  readonly releaseId: number | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useTranslation("left");
  return (
    <Dialog title={t("manifestTitle")} open={releaseId !== undefined} onClose={onClose} wide>
      {releaseId !== undefined && <Shown releaseId={releaseId} />}
      <div className="dialog-actions">
        <Button onPress={onClose}>{t("close")}</Button>
      </div>
    </Dialog>
  );
}

function Shown({ releaseId }: { readonly releaseId: number }): ReactElement {
  const query = useVaultQuery("showManifest", { releaseId }, ["releases"]);
  return <Asked query={query}>{(manifest) => <Contents manifest={manifest} />}</Asked>;
}

function Contents({ manifest }: { readonly manifest: Manifest }): ReactElement {
  const { t } = useTranslation("left");
  const words = useWords();
  const format = useFormat();
  const decided = useDecisionFacts(manifest);
  const withheld = Object.entries(manifest.withheld).filter(([, count]) => count > 0);
  return (
    <Facts
      items={[
        { name: t("at"), value: format.moment(manifest.createdAt) },
        { name: t("what"), value: t(`kind.${manifest.kind}`) },
        { name: t("ofWhom"), value: manifest.segment },
        { name: t("forWhat"), value: words.label("purpose", manifest.purpose) },
        { name: t("basis"), value: words.label("basis", manifest.basis) },
        { name: t("recipient"), value: words.label("recipient", manifest.recipient) },
        { name: t("people"), value: format.count(manifest.people) },
        { name: t("rows"), value: format.count(manifest.rows) },
        { name: t("columns"), value: manifest.columns.join(" / ") },
        ...decided,
        ...(manifest.k === undefined ? [] : [{ name: t("k"), value: format.count(manifest.k) }]),
        ...(manifest.message === undefined
          ? []
          : [
              {
                name: t("message"),
                value: (
                  <ul className="path-list">
                    {manifest.message.map(({ item, confirmed }) => (
                      <li key={item}>
                        {t(confirmed ? "messageConfirmed" : "messageUnconfirmed", {
                          item: words.label("messageItem", item),
                        })}
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]),
        ...(withheld.length === 0 && manifest.withheldBelow === undefined
          ? []
          : [
              {
                name: t("withheld"),
                value: (
                  <ul className="path-list">
                    {withheld.map(([code, count]) => (
                      <li key={code}>
                        {code === "cells"
                          ? t("withheldCells", { cells: format.count(count) })
                          : t("withheldPeople", {
                              reason: words.release(`reason.${code}`),
                              people: format.count(count),
                            })}
                      </li>
                    ))}
                    {manifest.withheldBelow !== undefined && (
                      <li>{t("withheldBelow", { k: format.count(manifest.withheldBelow) })}</li>
                    )}
                    {manifest.countsIn !== undefined && withheld.length > 0 && (
                      <li>{t("countsIn", { k: format.count(manifest.countsIn) })}</li>
                    )}
                  </ul>
                ),
              },
            ]),
        {
          name: t("files"),
          value: (
            <ul className="path-list">
              {manifest.files.map((file) => (
                <li key={file.name}>
                  <div className="mono">
                    {t("fileSize", { name: file.name, size: format.bytes(file.bytes) })}
                  </div>
                  <div className="digest">{t("sha256", { hash: file.sha256 })}</div>
                </li>
              ))}
            </ul>
          ),
        },
        { name: t("digest"), value: <span className="digest">{manifest.digest}</span> },
        ...(manifest.signer === undefined
          ? []
          : [{ name: t("signer"), value: <span className="digest">{manifest.signer.fingerprint}</span> }]),
        { name: t("program"), value: manifest.program },
      ]}
    />
  );
}
