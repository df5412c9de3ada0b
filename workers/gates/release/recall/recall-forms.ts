import type { Platform } from "../../../terms/platform.ts";
import { formatOf } from "../platforms/index.ts";
import type { PlatformColumn, PlatformFormat } from "../platforms/platform-format.ts";
import { consentedWays } from "../../../terms/release.ts";

/** What a recall asks for. */
export type RecallWish = "opt_out" | "delete";

/** The form of the list a recipient is asked to act on. */
export interface RecallForm {
  readonly format: PlatformFormat;
  /** The page where the platform says how such a list is taken in; left out where it says nothing we know of. */
  readonly source?: string;
}

/** Lists that a platform's own document takes for opting out or for removal. */
interface Documented {
  readonly wishes: readonly RecallWish[];
  readonly source: string;
  /** The columns it takes, where they are not those of the released list. */
  readonly columns?: readonly PlatformColumn[];
}

const both: readonly RecallWish[] = ["opt_out", "delete"];

/**
 * Where the platforms say how people are taken out. The advertising platforms take the very file that put them in: "Remove customers"
 * (Google), removing people from a customer list (Meta), "Remove data" (TikTok). Klaviyo's suppression and HubSpot's opt-out list
 * want an Email column and nothing else. The others document no such list.
 */
const documented: Readonly<Partial<Record<Platform, Documented>>> = {
  google_customer_match: { wishes: both, source: "https://support.google.com/google-ads/answer/6276125" },
  meta_customer_list: {
    wishes: both,
    source: "https://developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences",
  },
  tiktok_customer_file: {
    wishes: both,
    source: "https://ads.tiktok.com/help/article/manage-custom-audience",
  },
  klaviyo_list: {
    wishes: ["opt_out"],
    source: "https://help.klaviyo.com/hc/en-us/articles/115005073867",
    columns: [{ heading: "Email", value: "email" }],
  },
  hubspot_contacts: {
    wishes: ["opt_out"],
    source: "https://knowledge.hubspot.com/marketing-email/import-an-opt-out-list",
    columns: [{ heading: "Email", value: "email" }],
  },
};

/** Columns that tell a platform to subscribe somebody: the very opposite of what a recall asks for. */
const subscribing: ReadonlySet<string> = new Set([
  "Email Marketing Consent",
  "Legal basis for processing contact's data",
]);

/** Columns that say the contrary once people leave. */
const reversed: Readonly<Record<string, string>> = { "Email Opt Out": "1" };

/**
 * The form of a recipient's list for a wish: the platform's own where it documents one, else its normal form without what would
 * subscribe anybody, to go with the letter. Undefined for a platform of no recipient.
 */
export function recallForm(platform: Platform, wish: RecallWish): RecallForm | undefined {
  const way = consentedWays.find((one) => one.platform === platform);
  const normal = way === undefined ? undefined : formatOf(way);
  if (normal === undefined) return undefined;
  const own = documented[platform];
  if (own !== undefined && own.wishes.includes(wish))
    return { format: withColumns(normal, own.columns ?? normal.columns), source: own.source };
  const columns = normal.columns
    .filter(({ heading }) => !subscribing.has(heading))
    .map((column): PlatformColumn => {
      const constant = reversed[column.heading];
      return constant === undefined ? column : { heading: column.heading, value: { constant } };
    });
  return { format: withColumns(normal, columns) };
}

/** A list of removals has no least number of people. */
function withColumns(format: PlatformFormat, columns: readonly PlatformColumn[]): PlatformFormat {
  const { extension, reader, encoding, byteOrderMark, lineEnd, headings, maxRows, maxBytes } = format.file;
  const file = {
    ...{ extension, reader, encoding, byteOrderMark, lineEnd, headings },
    ...(maxRows === undefined ? {} : { maxRows }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
  const there = new Set(columns.map(({ heading }) => heading));
  const needs = format.needs.filter((group) => group.every((heading) => there.has(heading)));
  return { ...format, file, columns, needs };
}
