import { useMemo, useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import {
  cohortUnits,
  figureKinds,
  mostProducts,
  usualProducts,
  type FigureRequest,
} from "../../../workers/terms/figures.ts";
import { defaultK } from "../../../workers/terms/release.ts";
import { Asked, Card, Checkbox, JaNumberField, PageHeader, Select } from "../../components/index.ts";
import { useSession } from "../../state/session.ts";
import { useWatchedQuery } from "../../state/use-watched-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { FigurePreview } from "./figure-preview.tsx";
import { SegmentSelect } from "./segment-select.tsx";
import { ReleaseCard } from "./release-card.tsx";

const first: FigureRequest = { kind: "cohorts", unit: "month", k: defaultK };

/** Tables whose groups overlap: who came back, who bought what, what is bought together. */
export function FiguresScreen(): ReactElement {
  const { t } = useTranslation("figures");
  const language = useSession((session) => session.language);
  const [chosen, setChosen] = useState<FigureRequest>(first);
  const request = useMemo(() => ({ ...chosen, language }), [chosen, language]);
  const topics = ["people", "segments", "consent", "releases"] as const;
  const { query, job } = useWatchedQuery("previewFigures", request, topics, t("preview"));
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="split">
        <Options request={chosen} onChange={(next) => setChosen({ ...next, guarded: false })} />
        <div className="stack">
          <Asked query={query} job={job}>
            {(table) => (
              <>
                <FigurePreview
                  table={table}
                  unit={request.unit ?? "month"}
                  onGuard={() => setChosen({ ...chosen, guarded: true })}
                />
                <ReleaseCard
                  key={JSON.stringify(request)}
                  namespace="figures"
                  may={
                    table.differencing === undefined &&
                    table.rows.some(({ figures }) => figures.some((figure) => typeof figure === "number"))
                  }
                  act={(folder, job) => vaultApi().releaseFigures({ request, folder, job })}
                />
              </>
            )}
          </Asked>
        </div>
      </div>
    </>
  );
}

function Options({
  request,
  onChange,
}: {
  readonly request: FigureRequest;
  readonly onChange: (request: FigureRequest) => void;
}): ReactElement {
  const { t } = useTranslation("figures");
  return (
    <Card title={t("options")}>
      <Select
        label={t("table")}
        value={request.kind}
        options={figureKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        onChange={(kind) => onChange({ ...request, kind })}
      />
      <SegmentSelect
        everybody
        value={request.segmentId}
        onChange={(segmentId) => {
          const rest = { ...request };
          delete rest.segmentId;
          onChange(segmentId === undefined ? rest : { ...rest, segmentId });
        }}
      />
      {request.kind === "cohorts" ? (
        <Select
          label={t("unit")}
          value={request.unit ?? "month"}
          options={cohortUnits.map((unit) => ({ value: unit, label: t(`unitName.${unit}`) }))}
          onChange={(unit) => onChange({ ...request, unit })}
        />
      ) : (
        <JaNumberField
          label={t("products")}
          unit={t("productsUnit")}
          hint={t("productsHint")}
          min={2}
          max={mostProducts}
          value={request.products ?? usualProducts}
          onChange={(products) => onChange({ ...request, products: Math.round(products ?? usualProducts) })}
        />
      )}
      <JaNumberField
        label={t("k")}
        unit={t("peopleUnit")}
        hint={t("kHint", { least: defaultK })}
        min={defaultK}
        max={1000}
        value={request.k ?? defaultK}
        onChange={(k) => onChange({ ...request, k: Math.round(k ?? defaultK) })}
      />
      <Checkbox isSelected={request.page === true} onChange={(page) => onChange({ ...request, page })}>
        {t("page")}
      </Checkbox>
    </Card>
  );
}
