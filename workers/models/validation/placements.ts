/**
 * Where each row stands among the rows of the other outcome: for a row with the outcome the share of those without it that have
 * a lower score, for a row without it the share of those with it that have a higher one; equal scores count half (DeLong et al.
 * 1988, the structural components). The mean over either side is the area under the ROC curve. O(n log n).
 */
export function placementsByRow(scores: Float64Array, labels: Uint8Array): Float64Array {
  const order = Int32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  const ones = labels.reduce((sum, label) => sum + label, 0);
  const zeros = labels.length - ones;
  const place = new Float64Array(labels.length);
  let [onesBelow, zerosBelow] = [0, 0];
  for (let from = 0, to = 0; from < order.length; from = to) {
    let [onesHere, zerosHere] = [0, 0];
    for (to = from; to < order.length && scores[order[to]!] === scores[order[from]!]; to++) {
      if (labels[order[to]!] === 1) onesHere++;
      else zerosHere++;
    }
    for (let k = from; k < to; k++) {
      const row = order[k]!;
      place[row] =
        labels[row] === 1
          ? (zerosBelow + zerosHere / 2) / zeros
          : (ones - onesBelow - onesHere + onesHere / 2) / ones;
    }
    onesBelow += onesHere;
    zerosBelow += zerosHere;
  }
  return place;
}
