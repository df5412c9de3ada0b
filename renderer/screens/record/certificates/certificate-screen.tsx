import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ErasureCertificate } from "../../../../workers/terms/erasure.ts";
import {
  Asked,
  Button,
  Card,
  EmptyState,
  Facts,
  LinkButton,
  Notice,
  PageHeader,
} from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { address } from "../../../state/route.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import type { ScreenProps } from "../../screen-props.ts";
import { ToRedo, ToTell, Went } from "./certificate-tables.tsx";
import { SaveCertificate } from "./save-certificate.tsx";

/** One certificate in full. */
export function CertificateScreen({ rest }: ScreenProps): ReactElement {
  const { t } = useTranslation("certificates");
  const number = rest[0] ?? "";
  return (
    <>
      <div>
        <LinkButton kind="quiet" icon="left" href={address("record", "certificates")}>
          {t("back")}
        </LinkButton>
      </div>
      {/^KE-\d{8}-[0-9a-f]{8}$/u.test(number) ? (
        <Found number={number} />
      ) : (
        <Card>
          <EmptyState kind="no-match" text={t("noSuch")} />
        </Card>
      )}
    </>
  );
}

function Found({ number }: { readonly number: string }): ReactElement {
  const query = useVaultQuery("showCertificate", { number }, ["record"]);
  return <Asked query={query}>{(certificate) => <Shown certificate={certificate} />}</Asked>;
}

function Shown({ certificate }: { readonly certificate: ErasureCertificate }): ReactElement {
  const { t } = useTranslation("certificates");
  const [saving, setSaving] = useState(false);
  return (
    <>
      <PageHeader
        title={certificate.number}
        actions={
          <Button icon="file" onPress={() => setSaving(true)}>
            {t("save")}
          </Button>
        }
      />
      <Verdict certificate={certificate} />
      <div className="columns-2 top">
        <Act certificate={certificate} />
        <Searched certificate={certificate} />
      </div>
      <Went certificate={certificate} />
      <Stays certificate={certificate} />
      <ToTell certificate={certificate} />
      <ToRedo certificate={certificate} />
      {saving && <SaveCertificate number={certificate.number} onClose={() => setSaving(false)} />}
    </>
  );
}

function Verdict({ certificate: { search } }: { readonly certificate: ErasureCertificate }): ReactElement {
  const { t } = useTranslation("certificates");
  const format = useFormat();
  if (search === undefined)
    return (
      <Notice tone="warn">
        <p>{t("interrupted")}</p>
      </Notice>
    );
  if (search.hits === 0)
    return (
      <Notice tone="ok" live>
        <p>{t("clean")}</p>
      </Notice>
    );
  const where = search.foundIn.length === 0 ? t("inPages") : search.foundIn.join(t("comma"));
  return (
    <Notice tone="danger" live>
      <p>{t("found", { hits: format.count(search.hits), where })}</p>
    </Notice>
  );
}

function Act({ certificate }: { readonly certificate: ErasureCertificate }): ReactElement {
  const { t } = useTranslation("certificates");
  const format = useFormat();
  const { at, reason, people, subjectsDigest } = certificate;
  return (
    <Card title={t("who")}>
      <Facts
        items={[
          { name: t("at"), value: format.moment(at) },
          { name: t("reason"), value: reason },
          { name: t("people"), value: format.count(people) },
          { name: t("digest"), value: <span className="digest">{subjectsDigest}</span> },
        ]}
      />
    </Card>
  );
}

function Searched({
  certificate: { search },
}: {
  readonly certificate: ErasureCertificate;
}): ReactElement | null {
  const { t } = useTranslation("certificates");
  const format = useFormat();
  if (search === undefined) return null;
  return (
    <Card title={t("search")}>
      <Facts
        items={[
          { name: t("bytes"), value: format.count(search.bytes) },
          { name: t("values"), value: format.count(search.values) },
          { name: t("patterns"), value: format.count(search.patterns) },
          { name: t("forms"), value: search.forms.join(t("comma")) },
          { name: t("proof"), value: format.count(search.hits) },
          { name: t("rowsLeft"), value: format.count(search.rowsLeft) },
          { name: t("shared"), value: format.count(search.shared) },
          { name: t("tooShort"), value: format.count(search.tooShort) },
        ]}
      />
    </Card>
  );
}

function Stays({ certificate }: { readonly certificate: ErasureCertificate }): ReactElement {
  const { t } = useTranslation("certificates");
  const format = useFormat();
  const { tombstones, evidence, backups, backupsUntil } = certificate;
  const { rows, until, law } = evidence;
  return (
    <Card title={t("stays")}>
      <Facts
        items={[
          { name: t("tombstones"), value: format.count(tombstones) },
          {
            name: t("evidence"),
            value:
              until === undefined
                ? t("none")
                : t("evidenceUntil", { rows: format.count(rows), until: format.day(until), law }),
          },
          {
            name: t("backups"),
            value:
              backupsUntil === undefined
                ? t("none")
                : t("backupsUntil", {
                    count: format.count(backups.length),
                    until: format.day(backupsUntil),
                  }),
          },
        ]}
      />
    </Card>
  );
}
