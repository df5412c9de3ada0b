/** The colours a chart is drawn with, read from the page's tokens so that charts follow the theme. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly accent: string;
  readonly quiet: string;
  readonly series: readonly string[];
}

/** Canvas cannot read `light-dark()`, so each token is resolved by the browser on a probe element. */
export function readPalette(): Palette {
  const probe = document.createElement("span");
  document.body.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const palette = {
    text: read("text"),
    muted: read("muted"),
    line: read("line"),
    surface: read("surface"),
    accent: read("accent"),
    quiet: read("series-quiet"),
    series: [1, 2, 3, 4, 5].map((place) => read(`series-${String(place)}`)),
  };
  probe.remove();
  return palette;
}
