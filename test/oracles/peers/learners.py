"""scikit-learn's learners on the rows the bench wrote, on one thread. Processor time, for others may use the machine as well. Prints one JSON
document: `learners.py FILE rows columns learner...`, where FILE holds the columns one after the other and then the labels, 64-bit floats."""
import json
import sys
import time

import numpy as np
from sklearn.cluster import KMeans
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

rows, width = int(sys.argv[2]), int(sys.argv[3])
data = np.fromfile(sys.argv[1]).reshape(width + 1, rows)
x, y = np.ascontiguousarray(data[:width].T), data[width].astype(int)
learn = np.arange(rows) % 5 != 0


def timed(work, repeats):
    """Median milliseconds of the processor, and the last answer."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        answer = work()
        times.append((time.process_time() - start) * 1000)
    return float(np.median(times)), answer


repeats = 5 if rows <= 200_000 else 1


def logistic():
    fit = lambda: LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-8, max_iter=100).fit(x, y)
    ms, model = timed(fit, repeats)
    return {"ms": ms, "coefficients": model.coef_[0].tolist()}


def boosting():
    boost = HistGradientBoostingClassifier(
        max_iter=100, early_stopping=False, min_samples_leaf=20, l2_regularization=1.0
    )
    ms, model = timed(lambda: boost.fit(x[learn], y[learn]), min(3, repeats))
    return {"ms": ms, "auc": roc_auc_score(y[~learn], model.predict_proba(x[~learn])[:, 1])}


def k_means():
    ten = np.ascontiguousarray(x[:, :10])
    ten = (ten - ten.mean(axis=0)) / ten.std(axis=0)
    ms, _ = timed(lambda: KMeans(8, n_init=1, algorithm="lloyd", random_state=1).fit(ten), repeats)
    ten_ms, best = timed(lambda: KMeans(8, n_init=10, algorithm="lloyd", random_state=1).fit(ten), 1)
    return {"ms": ms, "ten_starts_ms": ten_ms, "inertia": best.inertia_}


learners = {"logistic": logistic, "boosting": boosting, "k-means": k_means}
print(json.dumps({name: learners[name]() for name in sys.argv[4:]}))
