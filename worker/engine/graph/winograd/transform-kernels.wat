;; Winograd's transform of kernels of 3 x 3, 256 at a time: rows of 256 singles (binary32), 1024 bytes each, one for every
;; place in a kernel. All addresses and sizes are in bytes.
(module
  (memory (export "memory") 2)

  ;; Turns 256 kernels, which lie at $kernel one after the other, into 9 rows from $rows on.
  (func (export "turn") (param $kernel i32) (param $rows i32)
    (local $row i32) (local $rest i32) (local $end i32)
    (local.set $end (i32.add (local.get $rows) (i32.const 1024)))
    (loop $next
      (local.set $row (local.get $rows))
      (local.set $rest (i32.const 9))
      (loop $nextPlace
        (f32.store (local.get $row) (f32.load (local.get $kernel)))
        (local.set $kernel (i32.add (local.get $kernel) (i32.const 4)))
        (local.set $row (i32.add (local.get $row) (i32.const 1024)))
        (br_if $nextPlace (local.tee $rest (i32.sub (local.get $rest) (i32.const 1)))))
      (br_if $next (i32.lt_u (local.tee $rows (i32.add (local.get $rows) (i32.const 4))) (local.get $end)))))

  ;; The polynomials a + bp + cp^2 at the points 0, 1, -1, 2, -2 and infinity, over the products of each point's
  ;; distances to the others: six rows, $step apart from $to on, of the rows a, b and c, $gap apart from $from on.
  (func (export "evaluate") (param $from i32) (param $gap i32) (param $to i32) (param $step i32)
    (local $end i32) (local $at i32)
    (local $a v128) (local $b v128) (local $c v128) (local $even v128)
    (local $sixth v128) (local $twentyFourth v128)
    (local.set $sixth (f32x4.div (f32x4.splat (f32.const 1)) (f32x4.splat (f32.const -6))))
    (local.set $twentyFourth (f32x4.div (f32x4.splat (f32.const 1)) (f32x4.splat (f32.const 24))))
    (local.set $end (i32.add (local.get $from) (i32.const 1024)))
    (loop $next
      (local.set $a (v128.load (local.get $from)))
      (local.set $b (v128.load (i32.add (local.get $from) (local.get $gap))))
      (local.set $c (v128.load (i32.add (local.get $from) (i32.shl (local.get $gap) (i32.const 1)))))
      (v128.store (local.get $to) (f32x4.mul (local.get $a) (f32x4.splat (f32.const 0.25))))
      (local.set $even (f32x4.add (local.get $a) (local.get $c)))
      (local.set $at (i32.add (local.get $to) (local.get $step)))
      (v128.store (local.get $at)
        (f32x4.mul (f32x4.add (local.get $even) (local.get $b)) (local.get $sixth)))
      (local.set $at (i32.add (local.get $at) (local.get $step)))
      (v128.store (local.get $at)
        (f32x4.mul (f32x4.sub (local.get $even) (local.get $b)) (local.get $sixth)))
      (local.set $even (f32x4.add (local.get $a) (f32x4.mul (local.get $c) (f32x4.splat (f32.const 4)))))
      (local.set $b (f32x4.add (local.get $b) (local.get $b)))
      (local.set $at (i32.add (local.get $at) (local.get $step)))
      (v128.store (local.get $at)
        (f32x4.mul (f32x4.add (local.get $even) (local.get $b)) (local.get $twentyFourth)))
      (local.set $at (i32.add (local.get $at) (local.get $step)))
      (v128.store (local.get $at)
        (f32x4.mul (f32x4.sub (local.get $even) (local.get $b)) (local.get $twentyFourth)))
      (v128.store (i32.add (local.get $at) (local.get $step)) (local.get $c))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $next
        (i32.lt_u (local.tee $from (i32.add (local.get $from) (i32.const 16))) (local.get $end))))))
