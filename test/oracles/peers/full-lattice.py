"""k-anonymity over every node of a lattice with NumPy: the least normalised certainty penalty, and the median time of it."""

import itertools
import json
import sys
import time

import numpy as np

given = json.load(sys.stdin)
k = given["k"]
codes = [np.array(column, dtype=np.int64) for column in given["codes"]]
levels = [[np.array(level["of"], dtype=np.int64) for level in column] for column in given["levels"]]
labels = [[level["labels"] for level in column] for column in given["levels"]]
leaves = [[np.array(level["leaves"], dtype=float) for level in column] for column in given["levels"]]


def search() -> float:
    columns = [[of[code] for of in ofs] for code, ofs in zip(codes, levels)]
    penalties = []
    for column, ofs, counts in zip(columns, levels, leaves):
        values = len(ofs[0])
        lost = [np.where(count <= 1, 0.0, count / values) for count in counts]
        penalties.append([0.0 if at == 0 else float(lost[at][label].mean()) for at, label in enumerate(column)])
    best = float("inf")
    for node in itertools.product(*(range(len(column)) for column in columns)):
        key = np.zeros(len(codes[0]), dtype=np.int64)
        size = 1
        for column, label_counts, level in zip(columns, labels, node):
            key = key * label_counts[level] + column[level]
            size *= label_counts[level]
        counts = np.bincount(key, minlength=0) if size <= 4_000_000 else np.unique(key, return_counts=True)[1]
        if counts[counts > 0].min() >= k:
            best = min(best, sum(lost[level] for lost, level in zip(penalties, node)) / len(node))
    return best


times = []
loss = float("inf")
for _ in range(int(sys.argv[1])):
    start = time.perf_counter()
    loss = search()
    times.append(time.perf_counter() - start)
print(json.dumps({"ms": 1000 * sorted(times)[len(times) // 2], "loss": loss}))
