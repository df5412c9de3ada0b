import type { PurposeCode, Recipient } from "../../../terms/purpose.ts";

/** What a statement of consent is about. */
interface ConsentTopic {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
}

const topics: readonly (readonly [ConsentTopic, RegExp])[] = [
  [
    { purpose: "postal_marketing", recipient: "self" },
    /postal|direct ?mail|^post$|^dm$|郵送|ダイレクトメール|dm発送|はがき/u,
  ],
  [
    { purpose: "ads_matching", recipient: "google_ads" },
    /(?:^|[^a-z])ads?(?:$|[^a-z])|advertis|third ?part|google|広告|第三者提供/u,
  ],
  [
    { purpose: "profiling", recipient: "self" },
    /profil|personali[sz]|predict|プロファイリング|購買分析|おすすめ|パーソナライズ|予測/u,
  ],
  [{ purpose: "analytics", recipient: "self" }, /analytic|statistic|measure|分析|統計|計測/u],
  [
    { purpose: "email_marketing", recipient: "self" },
    /e-?mail|newsletter|^mail(?:ing)?$|メール|メルマガ|ニュースレター/u,
  ],
];

const everything: readonly ConsentTopic[] = topics.map(([topic]) => topic);
const whole =
  /^(?:all|any|everything|\*|marketing|all marketing|すべて|全て|全部|全目的|マーケティング(?:全般)?)$/u;

/**
 * What the purpose of a consent log is about. `all` marks a word that names no single purpose: a refusal of everything refuses
 * each, but a yes to everything is specific to nothing (GDPR recital 32) and so is no yes. Undefined for an unknown word.
 */
export function parsePurpose(
  text: string,
): { readonly topics: readonly ConsentTopic[]; readonly all: boolean } | undefined {
  const word = text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, " ");
  if (whole.test(word))
    return { topics: everything.filter(({ purpose }) => purpose !== "analytics"), all: true };
  const found = topics.find(([, pattern]) => pattern.test(word))?.[0];
  return found === undefined ? undefined : { topics: [found], all: false };
}
