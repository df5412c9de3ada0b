import { useTranslation } from "react-i18next";
import type { ReactNode } from "react";
import { runName } from "../../../../workers/terms/model-fairness.ts";
import type { SendingFacts } from "../../../../workers/terms/sending-facts.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

/** What a manifest says of how its list was decided on, as names and values; nothing of older manifests. */
export function useSendingFacts(
  sending: SendingFacts | undefined,
): readonly { readonly name: string; readonly value: ReactNode }[] {
  const { t } = useTranslation("decision");
  const words = useWords();
  const format = useFormat();
  if (sending === undefined) return [];
  const { effect, cap, overCap, pressure, fairness = [], forecasts = [], reason } = sending;
  const bands = (["none", "one", "twoOrThree", "fourOrMore"] as const).flatMap((band) => {
    const people = pressure[band];
    return people === undefined
      ? []
      : [t("bandCount", { band: t(`band.${band}`), people: format.count(people) })];
  });
  const few = bands.length < 4 ? [t("bandFew")] : [];
  return [
    ...(effect === undefined ? [] : [{ name: t("effect"), value: t(`effects.${effect}`) }]),
    {
      name: t("contactCaption", { days: pressure.days }),
      value: t("tens", { bands: [...bands, ...few].join(t("comma")) }),
    },
    ...(cap === undefined
      ? []
      : [
          {
            name: t("capTitle"),
            value: t(overCap === "send" ? "capOver" : "capKept", { most: cap.most, days: cap.days }),
          },
        ]),
    ...fairness.map(({ attribute, verdict }) => ({
      name: t("comparedBy", { attribute: words.release(`dimension.${attribute}`) }),
      value: words.release(`decision.verdict.${verdict}`),
    })),
    ...forecasts.map(({ model, by }) => ({
      name: t("forecastBy", { by: t(`forecastGroups.${by}`) }),
      value: words.label("predictionModel", runName(model)),
    })),
    ...(reason === undefined ? [] : [{ name: t("reason"), value: reason }]),
  ];
}
