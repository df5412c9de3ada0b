/** Something the shop sells; the price is in yen with tax. */
export interface Product {
  readonly code: string;
  readonly ja: string;
  readonly en: string;
  readonly price: number;
  /** How often it goes into a basket. */
  readonly weight: number;
  /** Months (1 to 12) it is sold in; all year when left out. */
  readonly months?: readonly number[];
}

export const products: readonly Product[] = [
  { code: "T-101", ja: "煎茶 朝霧 100g", en: "Sencha Asagiri 100 g", price: 1080, weight: 16 },
  { code: "T-102", ja: "深蒸し煎茶 200g", en: "Deep-steamed sencha 200 g", price: 1620, weight: 10 },
  { code: "T-103", ja: "玉露 雲居 50g", en: "Gyokuro Kumoi 50 g", price: 2700, weight: 5 },
  { code: "T-104", ja: "ほうじ茶 150g", en: "Hojicha 150 g", price: 864, weight: 15 },
  { code: "T-105", ja: "玄米茶 200g", en: "Genmaicha 200 g", price: 756, weight: 10 },
  { code: "T-106", ja: "抹茶 初昔 40g", en: "Matcha Hatsumukashi 40 g", price: 2160, weight: 8 },
  {
    code: "T-107",
    ja: "新茶 八十八夜 100g",
    en: "First flush 100 g",
    price: 1944,
    weight: 14,
    months: [5, 6],
  },
  {
    code: "T-108",
    ja: "水出し緑茶 20袋",
    en: "Cold-brew green tea, 20 bags",
    price: 972,
    weight: 14,
    months: [6, 7, 8],
  },
  { code: "T-109", ja: "和紅茶 15袋", en: "Japanese black tea, 15 bags", price: 918, weight: 7 },
  { code: "S-201", ja: "栗羊羹", en: "Chestnut yokan", price: 1404, weight: 7, months: [9, 10, 11, 12] },
  { code: "S-202", ja: "抹茶どら焼き 5個", en: "Matcha dorayaki, 5", price: 1350, weight: 11 },
  { code: "S-203", ja: "ほうじ茶プリン 4個", en: "Hojicha pudding, 4", price: 1512, weight: 8 },
  { code: "S-204", ja: "最中 6個", en: "Monaka, 6", price: 1188, weight: 8 },
  { code: "S-205", ja: "わらび餅", en: "Warabimochi", price: 702, weight: 9, months: [5, 6, 7, 8, 9] },
  { code: "S-206", ja: "桜餅 4個", en: "Sakuramochi, 4", price: 918, weight: 12, months: [3, 4] },
  { code: "S-207", ja: "飴「花あられ」, 小袋", en: "Hana-arare sweets, small bag", price: 378, weight: 12 },
  { code: "G-301", ja: "お中元 茶詰合せ", en: "Summer gift, tea", price: 4320, weight: 8, months: [6, 7] },
  {
    code: "G-302",
    ja: "お歳暮 茶と菓子",
    en: "Winter gift, tea and sweets",
    price: 5400,
    weight: 9,
    months: [11, 12],
  },
  { code: "G-303", ja: "急須 萬古焼", en: 'Teapot "Banko"', price: 4860, weight: 2 },
  { code: "G-304", ja: "茶筒 桜皮", en: "Tea caddy, cherry bark", price: 3240, weight: 2 },
];
