import type { ConsentChannel } from "../../../terms/consent.ts";
import type { ConsentState, PurposeCode, Recipient } from "../../../terms/purpose.ts";

/** What a statement of consent is about. Without a channel it is about every one. */
export interface ConsentTopic {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly channel?: ConsentChannel;
}

const post: ConsentTopic = { purpose: "postal_marketing", recipient: "self" };
const ads: ConsentTopic = { purpose: "ads_matching", recipient: "google_ads" };
const profiling: ConsentTopic = { purpose: "profiling", recipient: "self" };
const direct = (channel: ConsentChannel): ConsentTopic => ({
  purpose: "email_marketing",
  recipient: "self",
  channel,
});

/**
 * What a yes or a no to being reached through a channel is about. Direct messages are one purpose, each way of them a channel of it.
 * Who wants nothing through LINE is not handed to LINE by their user id either; a yes to messages there is no yes to that.
 */
export function channelTopics(channel: ConsentChannel, state: ConsentState): readonly ConsentTopic[] {
  if (channel === "post") return [post];
  return channel === "line" && state !== "granted"
    ? [direct("line"), { purpose: "ads_matching", recipient: "ly_corporation", channel: "line" }]
    : [direct(channel)];
}

/** What a word names: a channel people are reached through, or another topic. */
type Named = ConsentChannel | ConsentTopic;

const words: readonly (readonly [Named, RegExp])[] = [
  ["post", /postal|direct ?mail|^post$|^dm$|郵送|ダイレクトメール|dm発送|はがき/u],
  ["sms", /(?:^|[^a-z])sms(?:$|[^a-z])|text messag|ショートメッセージ/u],
  ["phone", /phone|telemarketing|(?:^|[^a-z])(?:tel|call)s?(?:$|[^a-z])|電話|テレマ/u],
  [ads, /(?:^|[^a-z])ads?(?:$|[^a-z])|advertis|third ?part|google|広告|第三者提供/u],
  ["line", /(?:^|[^a-z])line(?:$|[^a-z])|ライン(?:配信|公式|通知)/u],
  [profiling, /profil|personali[sz]|predict|プロファイリング|購買分析|おすすめ|パーソナライズ|予測/u],
  [{ purpose: "analytics", recipient: "self" }, /analytic|statistic|measure|分析|統計|計測/u],
  ["email", /e-?mail|newsletter|^mail(?:ing)?$|メール|メルマガ|ニュースレター/u],
];

/** Companies that advertise, by their names; a consent to advertising that names none is read as Google's. */
const companies: readonly (readonly [Recipient, RegExp])[] = [
  ["meta", /(?:^|[^a-z])meta(?:$|[^a-z])|facebook|instagram|フェイスブック|インスタグラム/u],
  ["ly_corporation", /(?:^|[^a-z])line(?:$|[^a-z])|yahoo|ヤフー/u],
  ["tiktok", /tiktok/u],
  ["x_corp", /twitter/u],
];

/** Every purpose but the shop's figures, through every channel. */
const everything: readonly ConsentTopic[] = [
  post,
  ads,
  profiling,
  { purpose: "email_marketing", recipient: "self" },
];
const whole =
  /^(?:all|any|everything|\*|marketing|all marketing|すべて|全て|全部|全目的|マーケティング(?:全般)?)$/u;

/**
 * What the purpose of a consent log is about. `all` marks a word that names no single purpose: a refusal of everything refuses
 * each, but a yes to everything is specific to nothing (GDPR recital 32) and so is no yes. Undefined for an unknown word.
 */
export function parsePurpose(
  text: string,
  state: ConsentState,
): { readonly topics: readonly ConsentTopic[]; readonly all: boolean } | undefined {
  const word = text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, " ");
  if (whole.test(word)) return { topics: everything, all: true };
  const found = words.find(([, pattern]) => pattern.test(word))?.[0];
  if (found === undefined) return undefined;
  if (typeof found === "string") return { topics: channelTopics(found, state), all: false };
  const company = found === ads ? companies.find(([, pattern]) => pattern.test(word))?.[0] : undefined;
  return { topics: [company === undefined ? found : { ...found, recipient: company }], all: false };
}
