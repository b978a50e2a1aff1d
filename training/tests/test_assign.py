"""Task-aligned assignment, the box losses, box voting, the ONNX graph and the calibration."""

import unittest

import numpy as np
import onnxruntime as ort
import torch

from training.graph import build
from training.loss import assign, detection_loss, pair_iou
from training.model import Config, Detector, anchor_points, detect, distances, vote


class Assign(unittest.TestCase):
    def setUp(self) -> None:
        points, self.strides = anchor_points([(8, 8), (4, 4)])
        self.points = points * self.strides  # a 128 px input
        self.boxes = torch.cat([self.points - 20, self.points + 20], 1)
        self.scores = torch.full((len(points),), 0.5)

    def test_no_truth_gives_no_targets(self) -> None:
        matched, target = assign(self.scores, self.boxes, self.points, self.strides, torch.zeros(0, 4))
        self.assertTrue((matched == -1).all())
        self.assertEqual(float(target.sum()), 0.0)

    def test_anchors_inside_take_the_box_and_the_best_gets_its_iou(self) -> None:
        truth = torch.tensor([[20.0, 20.0, 60.0, 60.0]])
        matched, target = assign(self.scores, self.boxes, self.points, self.strides, truth)
        taken = matched == 0
        self.assertTrue(1 <= int(taken.sum()) <= 10)
        self.assertTrue(((self.points[taken] > 19) & (self.points[taken] < 61)).all())
        best = pair_iou(truth, self.boxes[taken]).max()
        self.assertAlmostEqual(float(target.max()), float(best), places=5)
        self.assertEqual(float(target[~taken].sum()), 0.0)

    def test_a_box_smaller_than_a_cell_finds_an_anchor(self) -> None:
        truth = torch.tensor([[14.0, 14.0, 19.0, 19.0]])  # holds no centre of stride 16
        matched, _ = assign(self.scores, self.boxes, self.points, self.strides, truth)
        self.assertGreater(int((matched == 0).sum()), 0)

    def test_a_contested_anchor_goes_to_the_closer_box(self) -> None:
        truth = torch.tensor([[20.0, 20.0, 60.0, 60.0], [10.0, 10.0, 120.0, 120.0]])
        matched, _ = assign(self.scores, self.boxes, self.points, self.strides, truth)
        near = ((self.points - 40).abs() < 1).all(1)
        self.assertEqual(matched[near].tolist(), [0])


class Loss(unittest.TestCase):
    def test_equal_boxes_have_ciou_one(self) -> None:
        box = torch.tensor([[3.0, 4.0, 30.0, 20.0]])
        self.assertAlmostEqual(float(pair_iou(box, box, complete=True)[0]), 1.0, places=4)

    def test_distances_read_the_bins(self) -> None:
        logits = torch.full((1, 1, 4, 16), -20.0)
        for side, bin_ in enumerate((0, 3, 7, 15)):
            logits[0, 0, side, bin_] = 20.0
        torch.testing.assert_close(distances(logits.view(1, 1, 64), 16)[0, 0], torch.tensor([0.0, 3.0, 7.0, 15.0]))

    def test_gradients_reach_every_parameter(self) -> None:
        torch.manual_seed(0)
        model = Detector(Config(widths=(8, 8, 16, 16), depths=(1, 1, 1), neck=(16, 16), head=8))
        outputs = model(torch.rand(2, 3, 64, 96))
        truths = [torch.tensor([[10.0, 10.0, 50.0, 40.0]]), torch.zeros(0, 4)]
        sum(detection_loss(outputs, truths, torch.zeros(2, 1, 4, 6), 16).values()).backward()
        self.assertTrue(all(p.grad is not None and torch.isfinite(p.grad).all() for p in model.parameters()))


class Vote(unittest.TestCase):
    def test_boxes_that_agree_are_averaged_and_others_stay(self) -> None:
        found = torch.tensor([[0.0, 0, 10, 10, 0.6], [0, 0, 10, 8, 0.3], [50, 50, 60, 60, 0.5]])
        voted = vote(found)
        torch.testing.assert_close(voted[:, 4], torch.tensor([0.6, 0.5, 0.3]))
        torch.testing.assert_close(voted[1, :4], found[2, :4])
        bottom = (0.6 * 1 * 10 + 0.3 * 0.8 * 8) / (0.6 + 0.3 * 0.8)  # IoU 1 and 0.8
        self.assertAlmostEqual(float(voted[0, 3]), bottom, places=4)

    def test_the_graph_agrees_with_the_network(self) -> None:
        torch.manual_seed(1)
        model = Detector(Config(widths=(8, 8, 16, 16), depths=(1, 1, 1), neck=(16, 16), head=8)).eval()
        x = torch.rand(1, 3, 64, 96)
        session = ort.InferenceSession(build(model, 2.0, 0.5, {"task": "detect"}).SerializeToString())
        got = session.run(None, {"images": x.numpy()})[0][0].T
        wanted = detect(model, x).numpy()
        self.assertEqual(got.shape, wanted.shape)
        logit = np.log(wanted[:, 4] / (1 - wanted[:, 4]))
        np.testing.assert_allclose(got[:, 4], 1 / (1 + np.exp(-2 * logit - 0.5)), atol=2e-3)
        np.testing.assert_allclose(np.sort(got[:, 2]), np.sort(wanted[:, 2] - wanted[:, 0]), atol=0.5)


class Platt(unittest.TestCase):
    def test_recovers_a_known_scale_and_shift(self) -> None:
        from training.export import platt

        rng = np.random.default_rng(0)
        logit = rng.normal(0, 2, 20000)
        hit = rng.random(20000) < 1 / (1 + np.exp(-(0.7 * logit - 0.5)))
        np.testing.assert_allclose(platt(logit, hit), (0.7, -0.5), atol=0.05)


if __name__ == "__main__":
    unittest.main()
