import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type {
  AggregateRequest,
  DifferencingRefusal,
  SafeAlternative,
} from "../../../workers/terms/release.ts";
import { Button, Notice } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";

/** Why a table may not leave beside what left before, and the nearest ones that may. */
export function DifferencingNotice({
  refusal,
  onChoose,
}: {
  readonly refusal: DifferencingRefusal;
  readonly onChoose: (request: AggregateRequest) => void;
}): ReactElement {
  const { t } = useTranslation("aggregate");
  const format = useFormat();
  const nameOf = useAlternativeName();
  const { why, k, releases, alternatives, wait } = refusal;
  return (
    <Notice tone="warn" title={t("differencing.title")} live>
      <p>{t(`differencing.${why}`, { k, releases: releases.join(", ") })}</p>
      {alternatives.length === 0 ? (
        <p>{t("differencing.none")}</p>
      ) : (
        <>
          <p>{t("differencing.instead")}</p>
          <ul className="stack-tight">
            {alternatives.map((alternative) => {
              const name = nameOf(alternative);
              return (
                <li key={name}>
                  {name}{" "}
                  <Button
                    kind="quiet"
                    aria-label={`${t("differencing.choose")}: ${name}`}
                    onPress={() => onChoose(alternative.request)}
                  >
                    {t("differencing.choose")}
                  </Button>
                </li>
              );
            })}
          </ul>
        </>
      )}
      {wait !== undefined && <p>{t("differencing.wait", { people: format.count(wait) })}</p>}
    </Notice>
  );
}

function useAlternativeName(): (alternative: SafeAlternative) => string {
  const { t } = useTranslation("aggregate");
  const words = useWords();
  const format = useFormat();
  return ({ kind, request, withheldCells }) => {
    const dimensions = request.dimensions.map((one) => words.release(`dimension.${one}`)).join(" × ");
    const facts = { cells: format.count(withheldCells), dimensions };
    return t(
      `differencing.kind.${kind === "drop-dimension" && dimensions === "" ? "drop-all" : kind}`,
      facts,
    );
  };
}
