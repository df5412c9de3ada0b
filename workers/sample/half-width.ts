const full =
  "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォッャュョー";
const half = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｯｬｭｮｰ";
const marks: Readonly<Record<string, string>> = { "\u3099": "ﾞ", "\u309A": "ﾟ" };

/** Katakana as an old till prints them: half as wide, the voicing mark a sign of its own. */
export function halfWidthKana(text: string): string {
  return Array.from(text.normalize("NFD"))
    .map((sign) => marks[sign] ?? half[full.indexOf(sign)] ?? sign)
    .join("");
}
