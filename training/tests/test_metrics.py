"""Suppression, matching and average precision on cases worked out by hand."""

import unittest

import numpy as np

from training.metrics import box_iou, curve, map50_95, match, suppress


def boxes(*rows: tuple[float, ...]) -> np.ndarray:
    return np.array(rows, np.float32)


class Iou(unittest.TestCase):
    def test_known_overlaps(self) -> None:
        a = boxes((0, 0, 10, 10))
        b = boxes((0, 0, 10, 10), (5, 0, 15, 10), (20, 20, 30, 30))
        np.testing.assert_allclose(box_iou(a, b)[0], [1, 1 / 3, 0], atol=1e-6)


class Suppress(unittest.TestCase):
    def test_the_weaker_of_two_alike_goes(self) -> None:
        found = boxes((0, 0, 10, 10, 0.5), (0, 0, 10, 9, 0.9), (50, 50, 60, 60, 0.2), (0, 0, 1, 1, 0.0))
        np.testing.assert_allclose(suppress(found)[:, 4], [0.9, 0.2], atol=1e-6)

    def test_nothing_found(self) -> None:
        self.assertEqual(suppress(np.zeros((0, 5), np.float32)).shape, (0, 5))


class Match(unittest.TestCase):
    def test_a_true_box_is_taken_once(self) -> None:
        truth = boxes((0, 0, 10, 10))
        found = boxes((0, 0, 10, 10, 0.9), (0, 0, 10, 9, 0.8))
        self.assertEqual(match(found, truth, 0.5).tolist(), [True, False])


class AveragePrecision(unittest.TestCase):
    def test_perfect(self) -> None:
        truth = [boxes((0, 0, 10, 10)), boxes((5, 5, 20, 20))]
        found = [np.c_[t, [[0.7]]].astype(np.float32) for t in truth]
        self.assertAlmostEqual(curve(found, truth, 0.5).ap, 1.0)
        self.assertAlmostEqual(map50_95(found, truth), 1.0)

    def test_half_found_after_a_false_alarm(self) -> None:
        truth = [boxes((0, 0, 10, 10), (100, 100, 120, 120))]
        found = [boxes((50, 50, 60, 60, 0.9), (0, 0, 10, 10, 0.8))]
        c = curve(found, truth, 0.5)
        self.assertEqual(c.recall.tolist(), [0.0, 0.5])
        self.assertAlmostEqual(c.ap, 0.5 * 51 / 101, places=6)  # precision 1/2 up to recall 1/2
        f1, score, precision, recall = c.best_f1()
        np.testing.assert_allclose([f1, score, precision, recall], [0.5, 0.8, 0.5, 0.5], atol=1e-6)

    def test_nothing_found(self) -> None:
        self.assertEqual(curve([np.zeros((0, 5), np.float32)], [boxes((0, 0, 9, 9))], 0.5).ap, 0.0)


if __name__ == "__main__":
    unittest.main()
