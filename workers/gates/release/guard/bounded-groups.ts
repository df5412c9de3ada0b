import { Effort } from "./effort.ts";
import { VertexWalk, type Equation } from "./vertex-walk.ts";

/** A set of groups whose people were counted, or of which only is known that somebody is in it. */
export interface Told {
  readonly groups: readonly number[];
  readonly counted: boolean;
}

/** Multiplications of one judgement, at a few hundred million a second. */
const mostWork = 600_000_000;

/** Directions tried for a group. */
const attempts = 4;

/** What readers can know of how many people groups hold, from counts alone. */
export class CountKnowledge {
  private readonly equations: readonly Equation[];
  private readonly start: Float64Array;
  /** Of each unknown, the equations it is in, and its factor there. */
  private readonly factors: readonly (readonly { readonly equation: number; readonly factor: 1 | -1 }[])[];
  private readonly groups: number;
  private readonly walk: VertexWalk;
  private readonly tooLarge: boolean;
  private readonly effort: Effort;
  private readonly walking: Effort;
  private charged = 0;

  /** @param people how many people each group holds in truth. @param walking what several judgements may spend on walks together. */
  constructor(
    told: readonly Told[],
    people: readonly number[],
    effort = new Effort(),
    walking = new Effort(),
  ) {
    this.effort = effort;
    this.walking = walking;
    const bounds = told.filter(({ counted }) => !counted);
    this.groups = people.length;
    this.start = Float64Array.from([
      ...people,
      ...bounds.map(({ groups }) => groups.reduce((sum, group) => sum + people[group]!, -1)),
    ]);
    let surplus = this.groups;
    this.equations = told.map(({ groups, counted }) =>
      counted ? { plus: groups } : { plus: groups, surplus: surplus++ },
    );
    this.factors = factorsOf(this.equations, this.start.length);
    this.tooLarge = this.equations.length ** 2 * this.start.length > mostWork;
    this.walk = new VertexWalk(this.tooLarge ? [] : this.equations, this.start, () => effort.pause());
  }

  /** Whether the bound of work was reached: what was not proved until then counts as not so. */
  get exhausted(): boolean {
    return this.tooLarge || this.walk.work >= mostWork || this.walking.exhausted;
  }

  /**
   * Of some groups, those for which no other population was found that agrees with all that was told and puts k people or more into
   * the group. For all others there is one, so no reader can know that they, or any set with one of them in it, hold fewer than k.
   */
  boundedBelow(k: number, among: readonly number[]): ReadonlySet<number> {
    const left = new Set(among.filter((group) => this.start[group]! < k));
    if (this.tooLarge) return left;
    for (const group of left) if (this.canHold(group, k)) left.delete(group);
    const look = (): void => {
      const population = this.population();
      if (population !== undefined) for (const group of left) if (population[group]! >= k) left.delete(group);
    };
    look();
    for (const group of [...left]) {
      const done = (): boolean => {
        look();
        return !left.has(group);
      };
      // The best point may be high enough, but not in whole numbers: others near it are tried, the same in every run.
      for (let attempt = 0; attempt < attempts && left.has(group) && !this.exhausted; attempt++) {
        this.stroll(this.towards(group, attempt), done);
        if (this.walk.x[group]! < k - 0.5) break;
      }
    }
    return left;
  }

  /**
   * Whether the truth with so many people in one group, and in the groups of the basis as many more or fewer as that takes, agrees with all
   * that was told: checked in whole numbers. It settles most groups without a walk.
   */
  private canHold(group: number, people: number): boolean {
    const changes = this.walk.change(group, people - this.start[group]!);
    if (changes === undefined) return false;
    this.effort.spend(10 * changes.length);
    const differences = new Map<number, number>();
    for (const [unknown, by] of changes) {
      const whole = Math.round(by);
      if (Math.abs(by - whole) > 1e-4 || this.start[unknown]! + whole < 0) return false;
      if (whole === 0) continue;
      for (const { equation, factor } of this.factors[unknown]!)
        differences.set(equation, (differences.get(equation) ?? 0) + factor * whole);
    }
    return [...differences.values()].every((difference) => difference === 0);
  }

  /** Walks until `enough`, as far as the bounds of work let it. */
  private stroll(weight: Float64Array, enough: () => boolean): void {
    const stop = (): boolean => {
      this.walking.spend(this.walk.work - this.charged);
      this.charged = this.walk.work;
      return enough() || this.walking.exhausted;
    };
    this.walk.walk(weight, stop, mostWork);
  }

  private towards(group: number, attempt: number): Float64Array {
    const weight = new Float64Array(this.start.length);
    for (let other = 0; attempt > 0 && other < this.groups; other++)
      weight[other] = (Math.imul(other + 1, 0x9e3779b1 + 2 * attempt) >>> 0) / 2 ** 35;
    weight[group] = 1;
    return weight;
  }

  /** Whether some population that agrees with all that was told has nobody in these groups: then nobody knows that they hold anybody. */
  canBeEmpty(groups: readonly number[]): boolean {
    if (this.tooLarge) return false;
    const empty = (): boolean => {
      const population = this.population();
      return population !== undefined && groups.every((group) => population[group] === 0);
    };
    const weight = new Float64Array(this.start.length);
    for (const group of groups) weight[group] = -1;
    this.stroll(weight, empty);
    return empty();
  }

  /** Where the walk stands as a population in whole numbers, checked exactly; undefined where it is none. */
  private population(): Float64Array | undefined {
    this.effort.spend(100 * this.start.length);
    const { x } = this.walk;
    const whole = x.map(Math.round);
    for (let i = 0; i < x.length; i++)
      if (Math.abs(x[i]! - whole[i]!) > 1e-4 || whole[i]! < 0) return undefined;
    const holds = this.equations.every(({ plus, surplus }) => {
      let difference = 0;
      for (const unknown of plus) difference += whole[unknown]! - this.start[unknown]!;
      if (surplus !== undefined) difference -= whole[surplus]! - this.start[surplus]!;
      return difference === 0;
    });
    return holds ? whole : undefined;
  }
}

function factorsOf(equations: readonly Equation[], unknowns: number) {
  const factors = Array.from({ length: unknowns }, (): { equation: number; factor: 1 | -1 }[] => []);
  for (const [equation, { plus, surplus }] of equations.entries()) {
    for (const unknown of plus) factors[unknown]!.push({ equation, factor: 1 });
    if (surplus !== undefined) factors[surplus]!.push({ equation, factor: -1 });
  }
  return factors;
}
