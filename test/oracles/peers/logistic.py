"""scikit-learn's logistic regression (newton-cholesky) on rows that the test of workers/models/logistic makes as well: where the
coefficients that test holds come from. Prints one JSON document: `logistic.py rows columns l2`."""
import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression

rows, columns, l2 = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])

# Park and Miller's generator from 42, one draw after the other, as shares of 1.
state, draws = 42, np.empty(rows * (4 * columns + 1))
for at in range(draws.size):
    state = state * 16807 % 2147483647
    draws[at] = state / 2147483647
draws = draws.reshape(rows, 4 * columns + 1)

# Sums of four draws, the second column like the first; slopes 1, -1/2, 1/3 ...
x = draws[:, :-1].reshape(rows, columns, 4).sum(axis=2) - 2
x[:, 1] += x[:, 0]
eta = -0.5 + sum((-1) ** j / (j + 1) * x[:, j] for j in range(columns))
y = (draws[:, -1] < 1 / (1 + np.exp(-eta))).astype(int)

penalty = {"penalty": "none"} if l2 == 0 else {"penalty": "l2", "C": 1 / l2}
model = LogisticRegression(solver="newton-cholesky", tol=1e-12, max_iter=200, **penalty).fit(x, y)
print(json.dumps({"ones": int(y.sum()), "intercept": model.intercept_[0], "coefficients": model.coef_[0].tolist()}))
