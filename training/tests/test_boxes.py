"""Boxes from masks, and windows that wrap in longitude."""

import unittest

import numpy as np

from training.data import MIN_AREA, storm_boxes, window


class StormBoxes(unittest.TestCase):
    def test_one_box_holds_its_component(self) -> None:
        mask = np.zeros((200, 300), np.uint8)
        mask[50:90, 100:160] = 1
        boxes, labels = storm_boxes(mask)
        self.assertEqual(boxes.tolist(), [[100, 50, 160, 90]])
        self.assertEqual(int((labels > 0).sum()), 40 * 60)

    def test_a_narrow_gap_is_closed_and_a_wide_one_is_not(self) -> None:
        for gap, count in ((8, 1), (40, 2)):
            mask = np.zeros((120, 300), np.uint8)
            mask[20:100, 20:120] = 1
            mask[20:100, 120 + gap : 220] = 1
            self.assertEqual(len(storm_boxes(mask)[0]), count)

    def test_small_components_are_dropped(self) -> None:
        side = int(MIN_AREA**0.5)
        mask = np.zeros((200, 200), np.uint8)
        mask[20 : 20 + side - 4, 20 : 20 + side - 4] = 1
        mask[100 : 100 + side + 4, 100 : 100 + side + 4] = 1
        boxes, labels = storm_boxes(mask)
        self.assertEqual(len(boxes), 1)
        self.assertEqual(labels[25, 25], 0)

    def test_the_area_follows_the_scale(self) -> None:
        mask = np.zeros((100, 100), np.uint8)
        mask[40:52, 40:52] = 1  # 144 pixels
        self.assertEqual(len(storm_boxes(mask, 1.0)[0]), 0)
        self.assertEqual(len(storm_boxes(mask, 0.5)[0]), 1)

    def test_an_empty_mask_has_no_boxes(self) -> None:
        self.assertEqual(storm_boxes(np.zeros((64, 64), np.uint8))[0].shape, (0, 4))


class Window(unittest.TestCase):
    def test_columns_wrap(self) -> None:
        array = np.arange(20).reshape(2, 10)
        self.assertEqual(window(array, 8, 1, 4, 1).tolist(), [[18, 19, 10, 11]])
        self.assertEqual(window(array, -2, 0, 3, 1).tolist(), [[8, 9, 0]])
        self.assertEqual(window(array, 2, 0, 3, 2).tolist(), [[2, 3, 4], [12, 13, 14]])


if __name__ == "__main__":
    unittest.main()
