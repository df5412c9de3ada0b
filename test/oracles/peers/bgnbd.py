"""BG/NBD by SciPy's L-BFGS-B with the analytic gradient: the peer of workers/models. Prints one JSON document."""
import json
import sys
import time

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, psi

x, tx, age = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1, unpack=True)


def negative(theta):
    """Fader, Hardie and Lee (2005), equation 6, over log-parameters; value and gradient of the mean."""
    r, alpha, a, b = np.exp(theta)
    log_age, log_tx = np.log(alpha + age), np.log(alpha + tx)
    head = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    beta = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    alive = -(r + x) * log_age
    repeat = x > 0
    dead = np.where(repeat, np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * log_tx, -np.inf)
    mix = np.logaddexp(alive, dead)
    w = np.exp(alive - mix)
    v = 1 - w
    ab = psi(a + b) - psi(a + b + x)
    g = np.array([
        np.mean(psi(r + x) - psi(r) + np.log(alpha) - w * log_age - v * log_tx) * r,
        np.mean(r / alpha - (r + x) * (w / (alpha + age) + v / (alpha + tx))) * alpha,
        np.mean(ab + v / a) * a,
        np.mean(ab + psi(b + x) - psi(b) - v / (b + np.maximum(x, 1) - 1)) * b,
    ])
    return -np.mean(head + beta + mix), -g


times = []
for _ in range(5):
    start = time.perf_counter()
    fit = minimize(negative, np.zeros(4), jac=True, method="L-BFGS-B", options={"ftol": 1e-12, "gtol": 1e-8})
    times.append((time.perf_counter() - start) * 1000)
r, alpha, a, b = np.exp(fit.x)
print(json.dumps({"ms": sorted(times)[2], "parameters": {"r": r, "alpha": alpha, "a": a, "b": b}, "logLikelihood": -fit.fun * len(x)}))
