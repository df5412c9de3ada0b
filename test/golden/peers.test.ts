import { describe, expect, test } from "vitest";
import { unwatched } from "../../workers/base/job.ts";
import { hierarchy, type Linkage } from "../../workers/models/clusters/hierarchy.ts";
import { inOwnUnits } from "../../workers/models/elastic-net/elastic-net.ts";
import { elasticNetPath } from "../../workers/models/elastic-net/path.ts";
import { scalingOf } from "../../workers/models/logistic/pass.ts";
import { fitCox } from "../../workers/models/survival/cox.ts";
import { kaplanMeier } from "../../workers/models/survival/kaplan-meier.ts";
import { logRank } from "../../workers/models/survival/log-rank.ts";
import { auc, aucInterval } from "../../workers/models/validation/auc.ts";
import { aucDifference } from "../../workers/models/validation/auc-difference.ts";

// A table made by a formula, with ties in everything, and what R 4.2.2 says of it: survival 3.5-3, pROC 1.18, glmnet 4.1-6
// (thresh = 1e-14) and hclust. The formulas are below; anybody can run both.

const rows = Array.from({ length: 120 }, (_, i) => i);
const column = (value: (i: number) => number) => Float64Array.from(rows, value);
const flags = (value: (i: number) => boolean) => Uint8Array.from(rows, (i) => (value(i) ? 1 : 0));
const time = column((i) => ((i * 37) % 23) + 1);
const event = flags((i) => (i * 7) % 5 > 1);
const a = column((i) => (i * 13) % 11);
const b = column((i) => ((i * 29) % 17) / 4);
const near = (found: ArrayLike<number>, expected: readonly number[], digits = 9) =>
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, digits));

describe("survival with ties", () => {
  test("survfit: survival, its error and its range on the log scale, and the median's", () => {
    const curve = kaplanMeier({ time, event }, unwatched);
    near([curve.median.value, curve.median.low, curve.median.high], [16, 14, 19]);
    const at = [5, 12].map((month) => curve.time.indexOf(month));
    near(at.map((k) => curve.survival[k]!), [0.869413107414, 0.639973824676]); // prettier-ignore
    near(at.map((k) => curve.standardError[k]!), [0.0314874828504, 0.0473602223015]); // prettier-ignore
    near(at.map((k) => curve.low[k]!), [0.809838217038, 0.55356729676]); // prettier-ignore
    near(at.map((k) => curve.high[k]!), [0.933370561478, 0.739867580089]); // prettier-ignore
  });

  test("survdiff of four groups", () => {
    const group = Int32Array.from(rows, (i) => ((i * i) % 4) + (i % 3));
    const { observed, expected, chiSquare, degrees } = logRank({ time, event }, group, 4);
    near(observed, [12, 24, 24, 12]);
    near(expected, [12.7955334077, 24.331606233, 22.2427199713, 12.630140388]);
    near([chiSquare, degrees], [0.241278591391, 3]);
  });

  test.each([
    [
      "efron",
      [-0.0014987859013, 0.00755621871695],
      [0.0376339048459, 0.0979695316472],
      [-278.231938999, -278.228341084],
      0.501869158879,
    ],
    [
      "breslow",
      [-0.00516514399055, 0.00828398777208],
      [0.0375386884201, 0.0976108741666],
      [-280.771083185, -280.758636783],
      0.531308411215,
    ],
  ] as const)("coxph, ties %s", (ties, coefficients, errors, logLikelihoods, concordance) => {
    // prettier-ignore
    const fit = fitCox({ time, event, columns: [a, b], ties }, unwatched);
    near(fit.coefficients, coefficients);
    near(fit.standardErrors, errors);
    near([fit.nullLogLikelihood, fit.logLikelihood], logLikelihoods, 8);
    expect(fit.concordance).toBeCloseTo(concordance, 9);
  });
});

const yes = flags((i) => (i * i * 3 + i) % 7 > 3);
const one = a.map((value, i) => value + 3 * yes[i]!);
const other = b.map((value, i) => value + 2 * yes[i]!);

test("pROC: areas under two curves of the same rows, DeLong's variance, and the test of their difference", () => {
  const first = auc(one, yes);
  near(
    [first.value, first.variance, auc(other, yes).value],
    [0.712164477441, 0.0042249454215, 0.861222158766],
  );
  const { low, high, pValue } = aucDifference(one, other, yes);
  near([low, high, pValue], [-0.313471649039, 0.0153562863893, 0.0755841861648]);
  const [from, to] = aucInterval(first);
  expect(from).toBeLessThan(first.value);
  expect(to).toBeGreaterThan(first.value);
});

test.each([
  [
    0.5,
    [
      [-2.36170256102, 0, 0.230260813655, 0],
      [-4.584886793179, 0.122096631686, 0.738431311291, 0],
      [-6.9407225140943, 0.2250129880161, 1.1756250998057, 0.0173802864315],
    ],
  ],
  [
    1,
    [
      [-1.80151564417, 0, 0, 0],
      [-4.3461475632659, 0.0735783319992, 0.760062443398, 0],
      [-6.97522330745699, 0.22058937767202, 1.22907781565506, 0.00838610100038],
    ],
  ],
] as const)("glmnet, alpha %s: intercept and coefficients at lambda .2, .05 and .01", (alpha, expected) => {
  // prettier-ignore
  const columns = [one, other, time];
  const scaling = scalingOf(columns);
  const path = { alpha, lambdas: [0.2, 0.05, 0.01], enough: 1e-10 };
  elasticNetPath({ columns, labels: yes }, scaling, path, unwatched).forEach((point, k) => {
    const { intercept, coefficients } = inOwnUnits(point, scaling);
    near([intercept, ...coefficients], expected[k]!, 5);
  });
});

test.each<[Linkage, readonly number[]]>([
  ["ward", [9.74104717163, 12.9715815943, 16.0351953464, 26.8426426916]],
  ["average", [5.38030714312, 5.84715294532, 7.41368404457, 9.30519196491]],
  ["complete", [7.149154367, 9.91654976207, 10.3114756758, 15.2643375225]],
])("hclust, %s: the last four heights", (linkage, heights) => {
  const values = Float64Array.from({ length: 50 }, (_, at) => {
    const i = at >> 1;
    return at % 2 === 0 ? ((i * 37) % 101) / 10 : ((i * i) % 97) / 7;
  });
  const merges = hierarchy({ values, count: 25, width: 2 }, linkage, unwatched);
  near(merges.slice(-4).map(({ height }) => height), heights); // prettier-ignore
});
