#!/usr/bin/env python3
"""Writes class_figures.json: figures of probabilities as scikit-learn (1.9) computes them.

    pip install scikit-learn numpy
    python3 Tests/Fixtures/make_class_figures_fixture.py > Tests/Fixtures/class_figures.json

Cases of two classes with many equal scores, of three and five classes, of rare positives, and of few answers. The intervals
are percentiles over 10,000 resamples of whole sequences.
"""

import json
import sys

import numpy
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score, roc_curve

BINS = 10
RESAMPLES = 10_000


def interval(truths, scores, sequences, seed):
    """The area's percentiles over resampled sequences: shares of weighted pairs in the right order, by ranks."""
    generator = numpy.random.default_rng(seed)
    count = sequences.max() + 1
    drawn = generator.multinomial(count, numpy.full(count, 1 / count), size=RESAMPLES)
    weights = drawn[:, sequences].astype(float)
    values, places = numpy.unique(scores, return_inverse=True)
    member = numpy.eye(len(values))[places]
    positive = (weights * (truths == 1)) @ member
    negative = (weights * (truths == 0)) @ member
    below = numpy.cumsum(negative, axis=1) - negative
    pairs = positive.sum(axis=1) * negative.sum(axis=1)
    areas = (positive * (below + negative / 2)).sum(axis=1)[pairs > 0] / pairs[pairs > 0]
    return [float(value) for value in numpy.percentile(areas, [2.5, 97.5])]


def expected_error(confidences, events):
    observed, predicted = calibration_curve(events, confidences, n_bins=BINS, strategy="uniform")
    edges = numpy.linspace(0, 1, BINS + 1)
    counts = numpy.bincount(numpy.searchsorted(edges[1:-1], confidences), minlength=BINS)
    error = float((numpy.abs(observed - predicted) * counts[counts > 0]).sum() / counts.sum())
    return {
        "counts": counts.tolist(),
        "observed": observed.tolist(),
        "predicted": predicted.tolist(),
        "calibrationError": error,
    }


def sensitivity(truths, scores, specificity):
    """The largest among the thresholds of the ROC curve with at least this specificity."""
    false, true, thresholds = roc_curve(truths, scores, drop_intermediate=False)
    allowed = numpy.flatnonzero(1 - false >= specificity - 1e-12)
    best = allowed[-1]
    threshold = thresholds[best]
    return {
        "least": specificity,
        "sensitivity": float(true[best]),
        "specificity": float(1 - false[best]),
        "threshold": float(threshold) if numpy.isfinite(threshold) else None,
    }


def least_of_both(truths, chosen):
    right = int((chosen & (truths == 1)).sum())
    return 0.0 if not chosen.any() else right / max(int(chosen.sum()), int((truths == 1).sum()))


def two_classes(name, count, share, digits, seed, sequence_length):
    generator = numpy.random.default_rng(seed)
    truths = (generator.random(count) < share).astype(int)
    if truths.min() == truths.max():
        truths[0] = 1 - truths[0]
    logits = generator.normal(size=count) + 1.2 * truths + numpy.log(share / (1 - share))
    scores = numpy.round(1 / (1 + numpy.exp(-logits)), digits)
    sequences = numpy.arange(count) // sequence_length
    weights = generator.integers(4, size=count)
    weighted = numpy.unique(truths[weights > 0]).size == 2
    return {
        "name": name,
        "classes": 2,
        "truths": truths.tolist(),
        "probabilities": scores.tolist(),
        "sequences": sequences.tolist(),
        "area": float(roc_auc_score(truths, scores)),
        "weights": weights.tolist(),
        "weightedArea": float(roc_auc_score(truths, scores, sample_weight=weights)) if weighted else None,
        "interval": interval(truths, scores, sequences, seed) if count > 50 else None,
        "averagePrecision": float(average_precision_score(truths, scores)),
        "brier": float(brier_score_loss(truths, scores)),
        "reliability": expected_error(scores, truths),
        "points": [sensitivity(truths, scores, least) for least in (0.5, 0.9, 0.95)],
        "leastOfBoth": least_of_both(truths, scores > 0.5),
        "bestLeastOfBoth": max(least_of_both(truths, scores >= level) for level in scores),
    }


def more_classes(name, count, classes, seed):
    generator = numpy.random.default_rng(seed)
    truths = generator.integers(classes, size=count)
    logits = generator.normal(size=(count, classes))
    logits[numpy.arange(count), truths] += 1
    powers = numpy.exp(logits)
    scores = powers / powers.sum(axis=1, keepdims=True)
    answers = scores.argmax(axis=1)
    return {
        "name": name,
        "classes": classes,
        "truths": truths.tolist(),
        "probabilities": scores.ravel().tolist(),
        "sequences": list(range(count)),
        "area": float(roc_auc_score(truths, scores, multi_class="ovr", average="macro")),
        "averagePrecision": float(
            numpy.mean([average_precision_score(truths == k, scores[:, k]) for k in range(classes)])
        ),
        "brier": float(((scores - numpy.eye(classes)[truths]) ** 2).sum(axis=1).mean()),
        "reliability": expected_error(scores.max(axis=1), (answers == truths).astype(int)),
        "points": [],
    }


def main():
    cases = [
        two_classes("equal scores", 200, 0.4, 1, 1, 1),
        two_classes("sequences of five", 400, 0.3, 6, 2, 5),
        two_classes("rare positives", 300, 0.05, 3, 3, 1),
        two_classes("few answers", 7, 0.5, 2, 4, 1),
        two_classes("two answers", 2, 0.5, 2, 5, 1),
        more_classes("three classes", 150, 3, 6),
        more_classes("five classes", 120, 5, 7),
    ]
    json.dump(cases, sys.stdout, indent=0, sort_keys=True)
    print()


main()
