import type { AggregateDimension, AggregateRequest, SafeAlternative } from "../../../terms/release.ts";

/** What stands in for a dimension when it is too fine. */
const coarser: Readonly<Partial<Record<AggregateDimension, AggregateDimension>>> = { prefecture: "country" };

/** At most so many are offered, the nearest first. */
const offered = 3;

/**
 * The nearest requests to one that was refused: the same with more cells withheld, with a coarser dimension, with one dimension less,
 * with people only. Each is tried: only what passes (`withheldCells`, told how many of how many were tried before, answers a number) is offered.
 */
export function safeAlternatives(
  request: AggregateRequest,
  withheldCells: (request: AggregateRequest, tried: number, candidates: number) => number | undefined,
): readonly SafeAlternative[] {
  const found: SafeAlternative[] = [];
  const all = candidates(request);
  for (const [tried, candidate] of all.entries()) {
    if (found.length === offered) break;
    const cells = withheldCells(candidate.request, tried, all.length);
    if (cells !== undefined) found.push({ ...candidate, withheldCells: cells });
  }
  return found;
}

function candidates(request: AggregateRequest): readonly Omit<SafeAlternative, "withheldCells">[] {
  const { dimensions, measures } = request;
  const plain = { ...request, guarded: false };
  return [
    ...(request.guarded === true
      ? []
      : [{ kind: "withhold-more" as const, request: { ...request, guarded: true } }]),
    ...dimensions.flatMap((dimension) => {
      const wider = coarser[dimension];
      return wider === undefined || dimensions.includes(wider)
        ? []
        : [
            {
              kind: "coarser-dimension" as const,
              request: { ...plain, dimensions: dimensions.map((one) => (one === dimension ? wider : one)) },
            },
          ];
    }),
    ...dimensions.map((dropped) => ({
      kind: "drop-dimension" as const,
      request: { ...plain, dimensions: dimensions.filter((one) => one !== dropped) },
    })),
    ...(measures.length > 1 && measures.includes("people")
      ? [{ kind: "people-only" as const, request: { ...plain, measures: ["people" as const] } }]
      : []),
  ];
}
