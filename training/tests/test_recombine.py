import unittest

import numpy as np

from training.recombine import blend, carry, choose, storms_of, upscale


class Recombine(unittest.TestCase):
    def test_carry_keeps_what_a_storm_adds(self) -> None:
        usual, ground = np.full((4, 4, 3), 60, np.uint8), np.full((4, 4, 3), 100, np.uint8)
        storm = usual.copy()
        storm[1, 1] += 30
        moved = carry(storm, usual, ground)
        self.assertEqual(moved[0, 0, 0], 100)
        self.assertEqual(moved[1, 1, 0], 130)

    def test_carry_stays_within_a_byte(self) -> None:
        dark, bright = np.zeros((2, 2, 3), np.uint8), np.full((2, 2, 3), 250, np.uint8)
        self.assertEqual(carry(bright, dark, bright).max(), 255)
        self.assertEqual(carry(dark, bright, dark).min(), 0)

    def test_every_storm_is_kept_or_left_out_as_a_whole(self) -> None:
        first, second = np.zeros((60, 60), bool), np.zeros((60, 60), bool)
        first[5:20, 5:20], second[35:50, 30:55] = True, True
        seen = set()
        for seed in range(40):
            weight = choose(first, second, np.random.default_rng(seed))
            inner = weight[8:17, 8:17], weight[38:47, 33:52]
            for part in inner:
                self.assertLess(part.max() - part.min(), 0.2)
            seen.add(tuple(round(float(part.mean())) for part in inner))
        self.assertEqual(seen, {(0, 0), (0, 1), (1, 0), (1, 1)})

    def test_storms_are_found_one_by_one(self) -> None:
        mask = np.zeros((20, 30), bool)
        mask[2:5, 2:5], mask[12:15, 20:25] = True, True
        self.assertEqual([int(s.sum()) for s in storms_of(mask)], [7 * 7, 7 * 9])

    def test_blend_takes_either_side(self) -> None:
        a, b = np.full((8, 8, 3), 10, np.uint8), np.full((8, 8, 3), 200, np.uint8)
        weight = upscale(np.array([[1.0, 0.0], [1.0, 0.0]], np.float32), 8, 8)
        self.assertEqual(blend(a, b, weight)[0, 0, 0], 10)
        self.assertEqual(blend(a, b, weight)[0, -1, 0], 200)


if __name__ == "__main__":
    unittest.main()
