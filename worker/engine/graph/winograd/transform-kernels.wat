;; Winograd's transform of kernels of 3 x 3, F(4, 3), four kernels at once: by columns, then by rows, which takes half of the
;; products of `KERNEL_TRANSFORM` (transforms.ts) for the same numbers. All addresses and sizes are in bytes.
(module
  (memory (export "memory") 4)

  ;; Transforms the kernels from $from to $end, nine singles each, place for place: the first to $to, the others $row
  ;; from one to the next. Of kernels in numbers that four do not divide more are written than there are.
  (func (export "transform") (param $from i32) (param $end i32) (param $to i32) (param $row i32)
    (local $i i32) (local $at i32)
    (loop $next
      ;; Columns become six numbers each, three to a row, from 0 on.
      (local.set $i (i32.const 0))
      (loop $column
        (local.set $at (i32.add (local.get $from) (i32.shr_u (local.get $i) (i32.const 2))))
        (call $line
          (call $ofFour (local.get $at))
          (call $ofFour (i32.add (local.get $at) (i32.const 12)))
          (call $ofFour (i32.add (local.get $at) (i32.const 24)))
          (local.get $i)
          (i32.const 48))
        (local.set $i (i32.add (local.get $i) (i32.const 16)))
        (br_if $column (i32.lt_u (local.get $i) (i32.const 48))))
      ;; And so do these rows.
      (local.set $i (i32.const 0))
      (local.set $at (local.get $to))
      (loop $line
        (call $line
          (v128.load (local.get $i))
          (v128.load offset=16 (local.get $i))
          (v128.load offset=32 (local.get $i))
          (local.get $at)
          (local.get $row))
        (local.set $at (i32.add (local.get $at) (i32.mul (local.get $row) (i32.const 6))))
        (local.set $i (i32.add (local.get $i) (i32.const 48)))
        (br_if $line (i32.lt_u (local.get $i) (i32.const 288))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $from (i32.add (local.get $from) (i32.const 144)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end)))))

  ;; The weight at $at, and those at the same place of the three kernels after it.
  (func $ofFour (param $at i32) (result v128)
    (v128.load32_lane offset=108 3 (local.get $at)
      (v128.load32_lane offset=72 2 (local.get $at)
        (v128.load32_lane offset=36 1 (local.get $at)
          (v128.load32_zero (local.get $at))))))

  ;; Writes `G` (`OF_KERNEL`, transforms.ts) times ($0, $1, $2) to $to, and every $step from there.
  (func $line (param $0 v128) (param $1 v128) (param $2 v128) (param $to i32) (param $step i32)
    (local $outer v128) (local $inner v128)
    (v128.store (local.get $to) (f32x4.mul (local.get $0) (f32x4.splat (f32.const 0.25))))
    (local.set $to (i32.add (local.get $to) (local.get $step)))
    (local.set $outer
      (f32x4.mul (f32x4.add (local.get $0) (local.get $2)) (f32x4.splat (f32.const -0.16666667))))
    (local.set $inner (f32x4.mul (local.get $1) (f32x4.splat (f32.const 0.16666667))))
    (v128.store (local.get $to) (f32x4.sub (local.get $outer) (local.get $inner)))
    (local.set $to (i32.add (local.get $to) (local.get $step)))
    (v128.store (local.get $to) (f32x4.add (local.get $outer) (local.get $inner)))
    (local.set $to (i32.add (local.get $to) (local.get $step)))
    (local.set $outer
      (f32x4.add
        (f32x4.mul (local.get $0) (f32x4.splat (f32.const 0.041666668)))
        (f32x4.mul (local.get $2) (f32x4.splat (f32.const 0.16666667)))))
    (local.set $inner (f32x4.mul (local.get $1) (f32x4.splat (f32.const 0.083333336))))
    (v128.store (local.get $to) (f32x4.add (local.get $outer) (local.get $inner)))
    (local.set $to (i32.add (local.get $to) (local.get $step)))
    (v128.store (local.get $to) (f32x4.sub (local.get $outer) (local.get $inner)))
    (v128.store (i32.add (local.get $to) (local.get $step)) (local.get $2))))
