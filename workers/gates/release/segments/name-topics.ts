import type { SensitiveTopic } from "../../../terms/segment.ts";

interface Marks {
  /** Anywhere in a name: Japanese has no spaces. */
  readonly ja: readonly string[];
  /** A whole word, or its beginning where it ends in an asterisk. */
  readonly en: readonly string[];
}

/**
 * What a name may not tell of the people on a list. Google Ads (personalised advertising policy, "sensitive interest categories") and
 * Meta (custom audience terms) refuse such audiences; 個人情報保護法 art. 2(3) and GDPR art. 9 call most of them special.
 */
const marks: Readonly<Record<SensitiveTopic, Marks>> = {
  health: {
    ja: [
      "病",
      "患者",
      "疾患",
      "疾病",
      "がん患",
      "癌",
      "糖尿",
      "妊娠",
      "妊婦",
      "不妊",
      "うつ",
      "鬱",
      "障害",
      "障がい",
      "アレルギー",
      "服薬",
      "診断",
      "治療",
      "更年期",
      "薄毛",
      "肥満",
      "認知症",
      "介護",
      "健康状態",
    ],
    en: [
      "health",
      "patient*",
      "disease*",
      "illness*",
      "cancer*",
      "diabet*",
      "pregnan*",
      "infertil*",
      "depress*",
      "disab*",
      "allerg*",
      "medical",
      "medication*",
      "obes*",
      "hiv",
      "dementia",
      "menopaus*",
      "weight loss",
    ],
  },
  finance: {
    ja: [
      "借金",
      "債務",
      "破産",
      "滞納",
      "延滞",
      "低所得",
      "高所得",
      "年収",
      "貧困",
      "生活保護",
      "信用情報",
      "ローン",
      "資産家",
      "富裕",
    ],
    en: [
      "debt*",
      "bankrupt*",
      "insolven*",
      "loan*",
      "mortgage*",
      "low income",
      "high income",
      "income",
      "credit score*",
      "bad credit",
      "poor",
      "wealthy",
      "rich",
      "payday",
      "unemployed",
    ],
  },
  religion: {
    ja: [
      "宗教",
      "信者",
      "信仰",
      "キリスト教",
      "クリスチャン",
      "仏教",
      "イスラム",
      "ムスリム",
      "神道",
      "ユダヤ",
      "教徒",
    ],
    en: [
      "religio*",
      "faith*",
      "christian*",
      "catholic*",
      "muslim*",
      "islam*",
      "jew",
      "jews",
      "jewish",
      "buddhis*",
      "hindu*",
      "sikh*",
    ],
  },
  politics: {
    ja: ["政党", "政治", "支持政党", "自民党", "共産党", "公明党", "立憲", "右翼", "左翼", "有権者"],
    en: ["politic*", "democrat*", "republican*", "conservative*", "socialist*", "voter*", "party member*"],
  },
  sexuality: {
    ja: [
      "性的指向",
      "性的少数",
      "性自認",
      "同性愛",
      "ゲイ",
      "レズビアン",
      "バイセクシュアル",
      "トランスジェンダー",
      "lgbt",
    ],
    en: ["gay*", "lesbian*", "bisexual*", "transgender*", "lgbt*", "queer*", "homosexual*", "sexual*"],
  },
  origin: {
    ja: ["人種", "民族", "国籍", "外国人", "在日", "部落", "移民", "難民", "アイヌ"],
    en: ["race", "racial*", "ethnic*", "nationalit*", "immigrant*", "migrant*", "refugee*", "foreigner*"],
  },
  crime: {
    ja: ["前科", "犯罪", "犯歴", "逮捕", "受刑", "被害者"],
    en: ["criminal*", "convict*", "offender*", "felon*", "arrest*", "victim*", "prison*"],
  },
  union: {
    ja: ["労働組合", "労組", "組合員"],
    en: ["trade union*", "labor union*", "labour union*", "union member*"],
  },
  child: {
    ja: ["未成年", "小学生", "中学生", "児童", "乳児", "13歳未満"],
    en: ["minors", "under 13", "under 16", "child", "children", "teenager*"],
  },
};

const patterns = (Object.keys(marks) as SensitiveTopic[]).map((topic) => {
  const words = marks[topic].en.map((word) =>
    word.endsWith("*") ? `${word.slice(0, -1)}[a-z]*` : word.replaceAll(" ", "[ -]"),
  );
  return { topic, ja: marks[topic].ja, en: new RegExp(`(?<![a-z])(?:${words.join("|")})(?![a-z])`, "u") };
});

/** What a segment's name tells of its people that platforms block, in Japanese and English; width and case make no difference. */
export function topicsOfName(name: string): readonly SensitiveTopic[] {
  const plain = name.normalize("NFKC").toLowerCase();
  return patterns.flatMap(({ topic, ja, en }) =>
    ja.some((word) => plain.includes(word)) || en.test(plain) ? [topic] : [],
  );
}
