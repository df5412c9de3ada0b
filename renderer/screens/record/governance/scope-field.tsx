import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { IncidentScope } from "../../../../workers/terms/incident.ts";
import { Asked, Select } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";

const kinds = ["all", "source", "release", "segment"] as const;

/** Whose data: everybody's, a source's, a released file's or a segment's. Undefined until one is chosen. */
export function ScopeField({
  scope,
  onChange,
}: {
  readonly scope: IncidentScope | undefined;
  readonly onChange: (scope: IncidentScope | undefined) => void;
}): ReactElement {
  const { t } = useTranslation("incidents");
  const words = useWords();
  const format = useFormat();
  const firm = useVaultQuery("showFirm", {}, ["imports"]);
  const releases = useVaultQuery("listReleases", {}, ["releases"]);
  const segments = useVaultQuery("listSegments", { language: words.language }, ["segments"]);
  const sources = firm.state === "ready" ? firm.value.sources : [];
  const left = releases.state === "ready" ? releases.value.filter(({ kind }) => kind === "consented") : [];
  const first: Readonly<Record<(typeof kinds)[number], IncidentScope | undefined>> = {
    all: { of: "all" },
    source: sources[0] === undefined ? undefined : { of: "source", source: sources[0] },
    release: left[0] === undefined ? undefined : { of: "release", releaseId: left[0].id },
    segment:
      segments.state === "ready" && segments.value[0] !== undefined
        ? { of: "segment", segmentId: segments.value[0].id }
        : undefined,
  };
  return (
    <>
      <Select
        label={t("whose")}
        value={scope?.of}
        options={kinds
          .filter((kind) => first[kind] !== undefined)
          .map((kind) => ({ value: kind, label: t(`scope.${kind}`) }))}
        onChange={(kind) => onChange(first[kind])}
      />
      {scope?.of === "source" && (
        <Select
          label={t("scope.source")}
          value={scope.source}
          options={sources.map((source) => ({ value: source, label: words.label("source", source) }))}
          onChange={(source) => onChange({ of: "source", source })}
        />
      )}
      {scope?.of === "release" && (
        <Select
          label={t("scope.release")}
          value={String(scope.releaseId)}
          options={left.map(({ id, at, recipient }) => ({
            value: String(id),
            label: t("releaseName", {
              id,
              at: format.day(at.slice(0, 10)),
              recipient: words.label("recipient", recipient),
            }),
          }))}
          onChange={(id) => onChange({ of: "release", releaseId: Number(id) })}
        />
      )}
      {scope?.of === "segment" && (
        <Asked query={segments}>
          {(entries) => (
            <Select
              label={t("scope.segment")}
              value={String(scope.segmentId)}
              options={entries.map(({ id, name }) => ({ value: String(id), label: name }))}
              onChange={(id) => onChange({ of: "segment", segmentId: Number(id) })}
            />
          )}
        </Asked>
      )}
    </>
  );
}
