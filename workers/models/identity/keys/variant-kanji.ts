/**
 * Kanji written in more than one form in Japanese names and addresses (異体字): the form used for matching first. Old forms
 * (旧字体), printers' forms and popular forms; NFKC leaves all of them alone. Two forms of a group are never taken for the
 * same writing, only for a likely one: 斎藤 and 斉藤 are two families.
 * Sources: the table of old and new forms of the Jōyō list (常用漢字表, 2010), JIS X 0213 and the family register's 正字・俗字 list.
 */
const groups =
  "高髙 崎﨑嵜碕 斎齋斉齊 辺邊邉 沢澤 浜濱濵 島嶋嶌 桜櫻 広廣 国國圀 竜龍 滝瀧 関關 栄榮 桑桒 吉𠮷 徳德 恵惠 真眞 静靜 条條 " +
  "万萬 与與 亀龜 伝傳 円圓 増增 壮壯 寿壽 実實 宝寶 富冨 寛寬 峰峯 弥彌 応應 戸戶 数數 晃晄 暁曉 来來 柳栁 梅楳 槙槇 歩步 浅淺 " +
  "清淸 渋澁 瀬瀨 瑶瑤 県縣 礼禮 秋穐 稲稻 穂穗 糸絲 経經 緑綠 総總 継繼 縁緣 船舩 芦蘆 荘莊 蔵藏 薫薰 虎乕 " +
  "蛍螢 衛衞 覚覺 誉譽 豊豐 頼賴 郎郞 郷鄕 鉄鐵銕 鎌鐮 霊靈 青靑 館舘 駅驛 黒黑 黄黃 鶴靏靎 塩鹽 剣劍劔 勲勳 厳嚴 双雙 会會 仏佛 " +
  "仮假 体體 児兒 内內 参參 台臺 壱壹 処處 変變 奥奧 嬢孃 学學 専專 将將 尭堯 尽盡 岳嶽 巌巖 巣巢 巻卷 帯帶 帰歸 弁辨辯 弐貳 当當 " +
  "従從 恋戀 悦悅 懐懷 払拂 択擇 担擔 拝拜 拡擴 挙擧 揺搖 摂攝 旧舊 曽曾 松枩 枢樞 桧檜 楼樓 楽樂 様樣 横橫 欧歐 毎每 気氣 " +
  "海海 渓溪 温溫 湾灣 満滿 点點 為爲 焼燒 狭狹 画畫 発發 研硏 禅禪 秘祕 穏穩 粛肅 緒緖 縄繩 聡聰 聴聽 胆膽 脳腦 舎舍 芸藝 " +
  "蒋蔣 薬藥 虫蟲 読讀 譲讓 賛贊 遥遙 釈釋 銭錢 鎮鎭 隣鄰 顔顏 顕顯 鴎鷗 麦麥 黙默 淵渕渊 籠篭 頸頚 鯵鰺 鰐鱷 " +
  "蝿蠅 埜野 裏裡 杯盃 浄淨 砿礦 竪豎 壌壤 獣獸 酔醉 雑雜 鶏鷄雞 歯齒 滞滯 称稱 槍鎗 ";

const folded = new Map<string, string>();
for (const group of groups.trim().split(/\s+/u)) {
  const [head = "", ...rest] = Array.from(group);
  for (const form of rest) folded.set(form, head);
}
const known = new RegExp(`[${[...folded.keys()].join("")}]`, "gu");

/** A text with every variant form replaced by the form used for matching; variation selectors (U+FE00, U+E0100 and on) go. */
export function foldVariants(text: string): string {
  return text
    .replace(/[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu, "")
    .replace(known, (form) => folded.get(form) ?? form);
}
