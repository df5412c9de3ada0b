/** A word as it is written, read and romanised. */
export interface Reading {
  readonly ja: string;
  readonly kana: string;
  readonly en: string;
}

/** Frequent family names; as in any list of Japanese people, they repeat. */
export const familyNames = words(
  "佐藤 サトウ Sato|鈴木 スズキ Suzuki|高橋 タカハシ Takahashi|田中 タナカ Tanaka|伊藤 イトウ Ito|渡辺 ワタナベ Watanabe|" +
    "山本 ヤマモト Yamamoto|中村 ナカムラ Nakamura|小林 コバヤシ Kobayashi|加藤 カトウ Kato|吉田 ヨシダ Yoshida|" +
    "山田 ヤマダ Yamada|佐々木 ササキ Sasaki|山口 ヤマグチ Yamaguchi|松本 マツモト Matsumoto|井上 イノウエ Inoue|" +
    "木村 キムラ Kimura|林 ハヤシ Hayashi|斎藤 サイトウ Saito|清水 シミズ Shimizu|山崎 ヤマザキ Yamazaki|森 モリ Mori|" +
    "池田 イケダ Ikeda|橋本 ハシモト Hashimoto|阿部 アベ Abe|石川 イシカワ Ishikawa|山下 ヤマシタ Yamashita|" +
    "中島 ナカジマ Nakajima|石井 イシイ Ishii|小川 オガワ Ogawa|前田 マエダ Maeda|岡田 オカダ Okada|長谷川 ハセガワ Hasegawa|" +
    "藤田 フジタ Fujita|後藤 ゴトウ Goto|近藤 コンドウ Kondo|村上 ムラカミ Murakami|遠藤 エンドウ Endo|青木 アオキ Aoki|" +
    "坂本 サカモト Sakamoto|福田 フクダ Fukuda|太田 オオタ Ota|西村 ニシムラ Nishimura|藤井 フジイ Fujii|金子 カネコ Kaneko|" +
    "岡本 オカモト Okamoto|藤原 フジワラ Fujiwara|三浦 ミウラ Miura|中野 ナカノ Nakano|原田 ハラダ Harada|髙木 タカギ Takagi|" +
    "竹内 タケウチ Takeuchi|小野 オノ Ono|田村 タムラ Tamura|中山 ナカヤマ Nakayama|和田 ワダ Wada|石田 イシダ Ishida|" +
    "上田 ウエダ Ueda|柴田 シバタ Shibata|酒井 サカイ Sakai|宮崎 ミヤザキ Miyazaki|横山 ヨコヤマ Yokoyama|能勢 ノセ Nose",
);

export const womensNames = words(
  "花子 ハナコ Hanako|陽菜 ヒナ Hina|結衣 ユイ Yui|美咲 ミサキ Misaki|葵 アオイ Aoi|さくら サクラ Sakura|凛 リン Rin|" +
    "恵子 ケイコ Keiko|幸子 サチコ Sachiko|由美子 ユミコ Yumiko|真由美 マユミ Mayumi|久美子 クミコ Kumiko|直美 ナオミ Naomi|" +
    "智子 トモコ Tomoko|裕子 ユウコ Yuko|明美 アケミ Akemi|香織 カオリ Kaori|恵 メグミ Megumi|愛 アイ Ai|千尋 チヒロ Chihiro|" +
    "麻衣 マイ Mai|彩 アヤ Aya|遥 ハルカ Haruka|七海 ナナミ Nanami|芽衣 メイ Mei|紗希 サキ Saki|和子 カズコ Kazuko|" +
    "節子 セツコ Setsuko|洋子 ヨウコ Yoko|京子 キョウコ Kyoko",
);

export const mensNames = words(
  "太郎 タロウ Taro|蓮 レン Ren|陽翔 ハルト Haruto|湊 ミナト Minato|大翔 ヒロト Hiroto|悠真 ユウマ Yuma|健一 ケンイチ Kenichi|" +
    "誠 マコト Makoto|浩 ヒロシ Hiroshi|隆 タカシ Takashi|修 オサム Osamu|学 マナブ Manabu|直樹 ナオキ Naoki|" +
    "大輔 ダイスケ Daisuke|翔太 ショウタ Shota|拓也 タクヤ Takuya|達也 タツヤ Tatsuya|健太 ケンタ Kenta|亮 リョウ Ryo|" +
    "和也 カズヤ Kazuya|清 キヨシ Kiyoshi|茂 シゲル Shigeru|豊 ユタカ Yutaka|進 ススム Susumu",
);

/** A prefecture with the first three digits of a postal code there, and how many of the shop's people live in it. */
export interface Prefecture {
  readonly ja: string;
  readonly en: string;
  readonly postal: string;
  readonly weight: number;
}

export const prefectures: readonly Prefecture[] = [
  prefecture("京都府 Kyoto 600 30"),
  prefecture("大阪府 Osaka 530 18"),
  prefecture("東京都 Tokyo 100 13"),
  prefecture("兵庫県 Hyogo 650 9"),
  prefecture("滋賀県 Shiga 520 7"),
  prefecture("奈良県 Nara 630 5"),
  prefecture("神奈川県 Kanagawa 220 5"),
  prefecture("愛知県 Aichi 460 5"),
  prefecture("福岡県 Fukuoka 810 3"),
  prefecture("北海道 Hokkaido 060 2"),
  prefecture("石川県 Ishikawa 920 2"),
  prefecture("沖縄県 Okinawa 900 1"),
];

/** Towns that exist on no map. */
export const towns = words(
  "雲居市 クモイシ Kumoi|見本市 ミホンシ Mihon|架空市 カクウシ Kaku|例示町 レイジチョウ Reiji|茶畑市 チャバタケシ Chabatake",
);

function words(text: string): readonly Reading[] {
  return text.split("|").map((entry) => {
    const [ja = "", kana = "", en = ""] = entry.split(" ");
    return { ja, kana, en };
  });
}

function prefecture(text: string): Prefecture {
  const [ja = "", en = "", postal = "", weight = ""] = text.split(" ");
  return { ja, en, postal, weight: Number(weight) };
}
