"""BG/NBD by SciPy's L-BFGS-B with the analytic gradient: the peer of test/bench/models.bench.mjs.

Usage: python3 bgnbd_peer.py HISTORIES.csv   (x, t_x, T a line)
"""
import json
import sys
import time

import numpy as np
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

x, tx, T = np.loadtxt(sys.argv[1], delimiter=",", unpack=True)
repeat = x > 0
n = len(x)


def negative(theta):
    r, alpha, a, b = np.exp(theta)
    log_end, log_last = np.log(alpha + T), np.log(alpha + tx)
    a1 = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    a2 = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    a3 = -(r + x) * log_end
    leave = b + np.maximum(x, 1) - 1
    a4 = np.where(repeat, np.log(a) - np.log(leave) - (r + x) * log_last, -np.inf)
    total = np.logaddexp(a3, a4)
    share = np.exp(a4 - total)
    stay = 1 - share
    either = digamma(a + b) - digamma(a + b + x)
    gradient = np.array(
        [
            np.sum(digamma(r + x) - digamma(r) + np.log(alpha) - stay * log_end - share * log_last),
            np.sum(r / alpha - (r + x) * (stay / (alpha + T) + share / (alpha + tx))),
            np.sum(either + share / a),
            np.sum(either + digamma(b + x) - digamma(b) - share / leave),
        ]
    )
    return -np.sum(a1 + a2 + total) / n, -gradient * np.exp(theta) / n


times = []
for _ in range(3):
    start = time.perf_counter()
    found = minimize(negative, np.zeros(4), jac=True, method="L-BFGS-B", options={"ftol": 1e-14, "gtol": 1e-8})
    times.append(1000 * (time.perf_counter() - start))
print(json.dumps({"ms": sorted(times)[1], "parameters": list(np.exp(found.x)), "logLikelihood": -found.fun * n}))
