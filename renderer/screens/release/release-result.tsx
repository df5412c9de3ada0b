import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ReleaseOutcome } from "../../../workers/terms/release.ts";
import { Button, Facts, LinkButton, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { vaultHost } from "../../state/lifecycle.ts";
import { address } from "../../state/route.ts";
import { hasDialogs } from "./folder.ts";

/** What has just left: where the files lie, the digest, and how anybody can check them without the vault. */
export function ReleaseResult({ outcome }: { readonly outcome: ReleaseOutcome }): ReactElement {
  const { t } = useTranslation("left");
  const format = useFormat();
  const { release, manifest, paths } = outcome;
  const manifestPath = paths.find((path) => path.endsWith(".manifest.json")) ?? "";
  return (
    <Notice
      tone="ok"
      title={t("doneTitle")}
      live
      actions={
        <>
          {hasDialogs() && (
            <Button icon="folder" onPress={() => void vaultHost().showFolder({ path: release.folder })}>
              {t("showFolder")}
            </Button>
          )}
          <LinkButton icon="record" href={address("release", "left")}>
            {t("toLedger")}
          </LinkButton>
        </>
      }
    >
      <Facts
        items={[
          {
            name: t("files"),
            value: (
              <ul className="path-list">
                {paths.map((path) => (
                  <li key={path} className="mono">
                    {path}
                  </li>
                ))}
              </ul>
            ),
          },
          { name: t("people"), value: format.count(manifest.people) },
          { name: t("rows"), value: format.count(manifest.rows) },
          { name: t("digest"), value: <span className="digest">{manifest.digest}</span> },
          ...(manifest.signer === undefined
            ? []
            : [
                {
                  name: t("signer"),
                  value: (
                    <>
                      <span className="digest">{manifest.signer.fingerprint}</span>
                      <p className="note">{t("signerHint")}</p>
                    </>
                  ),
                },
              ]),
        ]}
      />
      <p>{t("verify")}</p>
      <code className="digest">{`kurabito verify "${manifestPath}"`}</code>
    </Notice>
  );
}
