/** A withheld entry as an arc: up to `capacity` may be moved along it, and any amount against it. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  readonly capacity: number;
}

/**
 * The source side of a minimum cut between two nodes when its capacity is below `required`: a byte
 * per node, 1 on the source's side. Undefined when at least `required` can flow (Ford and
 * Fulkerson, with shortest augmenting paths after Edmonds and Karp 1972; stops once enough flows).
 */
export function separatingCut(
  nodes: number,
  arcs: readonly Arc[],
  source: number,
  sink: number,
  required: number,
): Uint8Array | undefined {
  const residual = Float64Array.from(arcs.flatMap((arc) => [arc.capacity, Infinity]));
  const outgoing = incidence(nodes, arcs);
  let flow = 0;
  while (flow < required) {
    const { through, reached } = search(nodes, outgoing, arcs, residual, source, sink);
    if (reached[sink] === 0) return reached;
    let amount = Infinity;
    for (let node = sink; node !== source; node = tail(arcs, through[node]!))
      amount = Math.min(amount, residual[through[node]!]!);
    if (amount === Infinity) return undefined;
    for (let node = sink; node !== source; node = tail(arcs, through[node]!)) {
      const half = through[node]!;
      residual[half] = residual[half]! - amount;
      residual[half ^ 1] = residual[half ^ 1]! + amount;
    }
    flow += amount;
  }
  return undefined;
}

/** Half-arcs (2a along arc a, 2a + 1 against it) by the node they leave. */
function incidence(nodes: number, arcs: readonly Arc[]): readonly (readonly number[])[] {
  const outgoing = Array.from({ length: nodes }, (): number[] => []);
  for (const [index, arc] of arcs.entries()) {
    outgoing[arc.from]!.push(2 * index);
    outgoing[arc.to]!.push(2 * index + 1);
  }
  return outgoing;
}

function tail(arcs: readonly Arc[], half: number): number {
  const arc = arcs[half >> 1]!;
  return half % 2 === 0 ? arc.from : arc.to;
}

function search(
  nodes: number,
  outgoing: readonly (readonly number[])[],
  arcs: readonly Arc[],
  residual: Float64Array,
  source: number,
  sink: number,
): { readonly through: Int32Array; readonly reached: Uint8Array } {
  const through = new Int32Array(nodes).fill(-1);
  const reached = new Uint8Array(nodes);
  const queue = [source];
  reached[source] = 1;
  for (const node of queue) {
    for (const half of outgoing[node]!) {
      if (residual[half]! <= 0) continue;
      const arc = arcs[half >> 1]!;
      const next = half % 2 === 0 ? arc.to : arc.from;
      if (reached[next] === 1) continue;
      reached[next] = 1;
      through[next] = half;
      if (next === sink) return { through, reached };
      queue.push(next);
    }
  }
  return { through, reached };
}
