/** What happened to a message on its way to one person. */
export const messageEvents = [
  "sent",
  "delivered",
  "opened",
  "clicked",
  "bounced",
  "complained",
  "unsubscribed",
] as const;
export type MessageEvent = (typeof messageEvents)[number];

/** How a message goes. */
export type MessageChannel = "email" | "line" | "sms" | "push" | "post" | "phone" | "other";

/** What sort of thing somebody did on the web or in an app. */
export const eventKinds = ["visit", "login", "app", "other"] as const;
export type EventKind = (typeof eventKinds)[number];

/** What the vault holds of one customer beside orders, newest first; `total` counts what is not shown, too. Moments are ISO 8601 UTC. */
export interface CustomerEntries {
  /** Cookies, devices and log-ins they were seen with, of which only keyed hashes are kept. */
  readonly keys: readonly { readonly kind: string; readonly count: number }[];
  readonly events: {
    readonly total: number;
    readonly byKind: readonly { readonly kind: EventKind; readonly count: number }[];
    readonly newest: readonly {
      readonly at: string;
      readonly kind: EventKind;
      readonly name?: string;
      readonly page?: string;
      readonly seconds?: number;
      readonly source: string;
    }[];
  };
  readonly messages: {
    readonly total: number;
    readonly byEvent: readonly { readonly event: MessageEvent; readonly count: number }[];
    readonly newest: readonly {
      readonly at: string;
      readonly event: MessageEvent;
      readonly channel: MessageChannel;
      readonly campaign?: string;
      readonly source: string;
    }[];
  };
  readonly reviews: {
    readonly total: number;
    readonly newest: readonly {
      readonly day: string;
      readonly kind: "review" | "inquiry";
      readonly rating?: number;
      /** Recognised personal data in it is masked. */
      readonly text?: string;
      readonly masked: number;
      readonly product?: string;
      readonly source: string;
    }[];
  };
}
