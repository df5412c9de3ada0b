import type { ReactElement } from "react";

/** Outlines on a 20 x 20 grid; colour and size come from the text around them. */
const paths = {
  home: "M3 9.5 10 3l7 6.5M5 8.5V17h10V8.5",
  data: "M3 5c0-1.1 3.1-2 7-2s7 .9 7 2-3.1 2-7 2-7-.9-7-2zm0 0v10c0 1.1 3.1 2 7 2s7-.9 7-2V5M3 10c0 1.1 3.1 2 7 2s7-.9 7-2",
  see: "M3 17h14M5.5 14V9M10 14V4M14.5 14v-3.500",
  predict: "M3 15l4-5 3 3 6.500-8M12.500 5h4v4",
  audience:
    "M7.500 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2.500-5 5.500-5s5.500 2 5.500 5M13 3.300a3 3 0 0 1 0 5.400M15 12.500c2 .8 3 2.400 3 4.500",
  release: "M10 12V3M6.500 6.500 10 3l3.500 3.500M4 11v6h12v-6",
  record: "M5 3h10v14H5zM8 7h4M8 10h4M8 13h2.500",
  search: "M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12zM13.500 13.500 17 17",
  lock: "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  unlock: "M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 5.700-1.300",
  eye: "M2 10s3-5.500 8-5.500S18 10 18 10s-3 5.500-8 5.500S2 10 2 10zM10 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  "eye-off":
    "M4 4l12 12M8 5c.6-.2 1.300-.3 2-.3 5 0 8 5.300 8 5.300a14 14 0 0 1-2.600 3.200M5 6.500A13 13 0 0 0 2 10s3 5.500 8 5.500c1.100 0 2.100-.2 3-.6",
  sun: "M10 13.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M15.700 4.300l-1.100 1.100M5.400 14.600l-1.100 1.100",
  moon: "M16.500 12A7 7 0 0 1 8 3.500 7 7 0 1 0 16.500 12z",
  screen: "M3 4h14v9H3zM7 17h6M10 13v4",
  language:
    "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM2.500 10h15M10 2.500c2.300 2.300 3 5 3 7.500s-.7 5.200-3 7.500c-2.300-2.300-3-5-3-7.500s.7-5.200 3-7.500z",
  ok: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM6.500 10.300l2.400 2.400 4.600-5",
  warn: "M10 3 2.500 16.500h15zM10 8v4M10 14.300v.1",
  danger: "M6.900 2.500h6.200l4.400 4.400v6.200l-4.400 4.400H6.900l-4.400-4.400V6.900zM10 6v5M10 13.800v.1",
  info: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 9v5M10 6.200v.1",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5 7.500 10 12.500l5-5",
  up: "M5 12.500 10 7.500l5 5",
  left: "M12.500 5 7.500 10l5 5",
  right: "M7.500 5l5 5-5 5",
  plus: "M10 4v12M4 10h12",
  trash: "M4 6h12M8 6V4h4v2M5.500 6l.7 11h7.600l.7-11",
  file: "M5 2.500h6.500L15 6v11.500H5zM11.500 2.500V6H15",
  folder: "M2.500 5h5l1.500 2h8.500v9.500h-15z",
  person:
    "M10 9.500a3.300 3.300 0 1 0 0-6.600 3.300 3.300 0 0 0 0 6.600zM3.500 17.500c0-3.600 2.900-6 6.500-6s6.500 2.400 6.500 6",
  check: "M4.500 10.500l3.500 3.500 7.500-8",
  undo: "M7 4 3.500 7.500 7 11M4 7.500h7.500a4.500 4.500 0 0 1 0 9H8",
  redo: "M15.500 10a5.500 5.500 0 1 1-1.700-4M16 3v3.500h-3.500",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8 8v8",
  chart: "M3 17h14M5.500 14V9M10 14V4M14.500 14v-3.500",
  keyboard: "M2.500 5h15v10h-15zM5.500 8h.1M8.500 8h.1M11.500 8h.1M14.500 8h.1M6.500 12h7",
  filter: "M3 4h14l-5.500 6.500V16L8.500 17v-6.500z",
  shield: "M10 2.500 16 5v4.500c0 4-2.500 6.700-6 8-3.500-1.300-6-4-6-8V5z",
  clock: "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM10 5.500V10l3 2",
  sample: "M3 8h14l-1 9H4zM3 8l1.500-5h11L17 8M8 11h4",
} as const;

export type IconName = keyof typeof paths;

/** A picture beside a word; never the only carrier of a meaning, so it is hidden from screen readers. */
export function Icon({
  name,
  small = false,
}: {
  readonly name: IconName;
  readonly small?: boolean;
}): ReactElement {
  return (
    <svg className={small ? "icon small" : "icon"} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
