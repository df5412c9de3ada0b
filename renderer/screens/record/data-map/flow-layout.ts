import type { MapLink } from "../../../../workers/terms/data-map.ts";

/** A box of the picture, in the units of its view box. */
export interface FlowNode {
  readonly id: string;
  /** 0: sources, 1: tables, 2: purposes. */
  readonly column: 0 | 1 | 2;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** A ribbon between two boxes: from the right edge of one to the left edge of the other. */
interface FlowRibbon {
  readonly link: MapLink;
  readonly path: string;
  readonly width: number;
}

interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly ribbons: readonly FlowRibbon[];
  readonly width: number;
  readonly height: number;
}

export const BOX = 190;
const COLUMN = 370;
const HEIGHT = 38;
const GAP = 12;
const THINNEST = 1.5;
const THICKEST = 14;

/**
 * Lays sources, tables and purposes out in three columns, each in the middle of the height, with ribbons as thick as
 * the logarithm of their weight: one shop's million rows must not hide another's hundred.
 */
export function layFlow(fromSources: readonly MapLink[], toPurposes: readonly MapLink[]): Flow {
  const columns = [
    [...new Set(fromSources.map(({ from }) => from))],
    [...new Set([...fromSources.map(({ to }) => to), ...toPurposes.map(({ from }) => from)])],
    [...new Set(toPurposes.map(({ to }) => to))],
  ] as const;
  const tall = (count: number): number => count * HEIGHT + Math.max(0, count - 1) * GAP;
  const height = Math.max(...columns.map(({ length }) => tall(length)), HEIGHT);
  const nodes = columns.flatMap((ids, column) =>
    ids.map((id, place): FlowNode => ({
      id,
      column: column as 0 | 1 | 2,
      x: column * COLUMN,
      y: (height - tall(ids.length)) / 2 + place * (HEIGHT + GAP),
      height: HEIGHT,
    })),
  );
  const at = new Map(nodes.map((node) => [`${String(node.column)} ${node.id}`, node]));
  const ribbonsOf = (links: readonly MapLink[], column: 0 | 1): FlowRibbon[] => {
    const most = Math.max(1, ...links.map(({ weight }) => Math.log1p(weight)));
    return links.flatMap((link) => {
      const from = at.get(`${String(column)} ${link.from}`);
      const to = at.get(`${String(column + 1)} ${link.to}`);
      if (!from || !to) return [];
      const width = THINNEST + (THICKEST - THINNEST) * (Math.log1p(link.weight) / most);
      return [{ link, width, path: curve(from, to) }];
    });
  };
  return {
    nodes,
    ribbons: [...ribbonsOf(fromSources, 0), ...ribbonsOf(toPurposes, 1)],
    width: 2 * COLUMN + BOX,
    height,
  };
}

function curve(from: FlowNode, to: FlowNode): string {
  const [x1, y1] = [from.x + BOX, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const middle = (x1 + x2) / 2;
  return `M${String(x1)} ${String(y1)} C${String(middle)} ${String(y1)} ${String(middle)} ${String(y2)} ${String(x2)} ${String(y2)}`;
}
