import { useTranslation } from "react-i18next";
import type { ReactNode } from "react";
import { runName } from "../../../../workers/terms/model-fairness.ts";
import type { Manifest } from "../../../../workers/terms/release.ts";
import type { SendingFacts, UnfairForecast } from "../../../../workers/terms/sending-facts.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

type NamedFacts = readonly { readonly name: string; readonly value: ReactNode }[];

/** Forecasts that looked unfair, by the groups they were compared by. */
export function useUnfairForecasts(): (forecasts: readonly UnfairForecast[]) => NamedFacts {
  const { t } = useTranslation("decision");
  const words = useWords();
  return (forecasts) =>
    forecasts.map(({ model, by }) => ({
      name: t("forecastBy", { by: t(`forecastGroups.${by}`) }),
      value: words.label("predictionModel", runName(model)),
    }));
}

/** What a manifest says of how what left was decided on, as names and values; nothing of older manifests. */
export function useDecisionFacts({ sending, despite }: Manifest): NamedFacts {
  const { t } = useTranslation("decision");
  const unfair = useUnfairForecasts();
  const ofSending = useSendingFacts(sending);
  const { forecasts = [], reason } = despite ?? sending ?? {};
  return [
    ...ofSending,
    ...unfair(forecasts),
    ...(reason === undefined ? [] : [{ name: t("reason"), value: reason }]),
  ];
}

/** How often the people of a list were contacted, and how fair the choice of them is. */
function useSendingFacts(sending: SendingFacts | undefined): NamedFacts {
  const { t } = useTranslation("decision");
  const words = useWords();
  const format = useFormat();
  if (sending === undefined) return [];
  const { effect, cap, overCap, pressure, fairness = [] } = sending;
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
  ];
}
