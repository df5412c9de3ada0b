/** The European Economic Area (ISO 3166-1 alpha-2). */
export const eea: readonly string[] =
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(" ");

/** Countries the European Commission found adequate (GDPR art. 45); the United States for members of the Data Privacy Framework. */
export const adequateForEu: readonly string[] = "AD AR CA CH FO GB GG IL IM JE JP KR NZ US UY".split(" ");

/** Countries beside the EEA the United Kingdom found adequate; the United States under the data bridge of 2023. */
export const adequateForUk: readonly string[] = "AD AR CA CH FO GG GI IL IM JE JP KR NZ US UY".split(" ");
