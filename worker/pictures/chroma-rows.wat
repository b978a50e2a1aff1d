;; The last two steps of decoding a JPEG, a row at a time, as libjpeg does them: half as many chroma samples as pixels
;; are made as many, and YCbCr becomes RGB. All addresses are in bytes.
(module
  (memory (export "memory") 1)

  ;; Three times the nearer row's eight samples at $near and once the farther row's at $far, 16 bits each.
  (func $mix (param $near i32) (param $far i32) (result v128)
    (i16x8.add
      (i16x8.mul (v128.load8x8_u (local.get $near)) (i16x8.splat (i32.const 3)))
      (v128.load8x8_u (local.get $far))))

  ;; Doubles the samples of a row, up to $end in $out: each result is three parts the sample it lies in and one part its
  ;; neighbour on that side. Samples are the mix of two rows; with one row for both, its own. The left one of two adds
  ;; $left before the sixteenth is taken, the right one $right. Eight samples a step; what stands one before and one
  ;; behind the row is read.
  (func (export "doubleRow")
    (param $near i32) (param $far i32) (param $out i32) (param $end i32) (param $left i32) (param $right i32)
    (local $three v128) (local $before v128) (local $after v128)
    (loop $next
      (local.set $three
        (i16x8.mul (call $mix (local.get $near) (local.get $far)) (i16x8.splat (i32.const 3))))
      (local.set $before
        (call $mix (i32.sub (local.get $near) (i32.const 1)) (i32.sub (local.get $far) (i32.const 1))))
      (local.set $after
        (call $mix (i32.add (local.get $near) (i32.const 1)) (i32.add (local.get $far) (i32.const 1))))
      (local.set $before
        (i16x8.shr_u
          (i16x8.add (i16x8.add (local.get $three) (local.get $before)) (i16x8.splat (local.get $left)))
          (i32.const 4)))
      (local.set $after
        (i16x8.shr_u
          (i16x8.add (i16x8.add (local.get $three) (local.get $after)) (i16x8.splat (local.get $right)))
          (i32.const 4)))
      ;; each pair in two neighbouring bytes: left in the lower one
      (v128.store (local.get $out)
        (v128.or (local.get $before) (i16x8.shl (local.get $after) (i32.const 8))))
      (local.set $near (i32.add (local.get $near) (i32.const 8)))
      (local.set $far (i32.add (local.get $far) (i32.const 8)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; Green's share of chroma, four of it: $pairs holds Cb and Cr in turn, less 128. -0.71414 Cr is -Cr and the 18,734
  ;; 65,536ths that are left, as the weights have to fit 16 bits.
  (func $green (param $pairs v128) (result v128)
    (i32x4.shr_s
      (i32x4.add
        (i32x4.dot_i16x8_s (local.get $pairs) (v128.const i16x8 -22554 18734 -22554 18734 -22554 18734 -22554 18734))
        (i32x4.splat (i32.const 32768)))
      (i32.const 16)))

  ;; Eight pixels of a row of Y at $y, Cb at $cb and Cr at $cr as one level a channel, 16 bits each, not yet held to 0 to
  ;; 255. The factors are 65,536ths; each is split so that what is multiplied fits 16 bits, and the halves of even ones
  ;; and 13,173 for half of 26,345 give what libjpeg's tables hold for every chroma sample.
  (func $rgb (param $y i32) (param $cb i32) (param $cr i32) (result v128 v128 v128)
    (local $luma v128) (local $b v128) (local $r v128)
    (local.set $luma (v128.load8x8_u (local.get $y)))
    (local.set $b (i16x8.sub (v128.load8x8_u (local.get $cb)) (i16x8.splat (i32.const 128))))
    (local.set $r (i16x8.sub (v128.load8x8_u (local.get $cr)) (i16x8.splat (i32.const 128))))
    ;; Y + 1.402 Cr
    (i16x8.add
      (i16x8.add (local.get $luma) (local.get $r))
      (i16x8.q15mulr_sat_s (local.get $r) (i16x8.splat (i32.const 13173))))
    ;; Y - 0.34414 Cb - 0.71414 Cr
    (i16x8.add
      (i16x8.sub (local.get $luma) (local.get $r))
      (i16x8.narrow_i32x4_s
        (call $green (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $b) (local.get $r)))
        (call $green (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $b) (local.get $r)))))
    ;; Y + 1.772 Cb
    (i16x8.add
      (i16x8.add (local.get $luma) (i16x8.shl (local.get $b) (i32.const 1)))
      (i16x8.q15mulr_sat_s (local.get $b) (i16x8.splat (i32.const -7471)))))

  ;; A row of Y, Cb and Cr, a byte a pixel each, as opaque RGBA from $out to $end. Sixteen pixels a step: the rows are
  ;; long enough for that.
  (func (export "colourRow") (param $y i32) (param $cb i32) (param $cr i32) (param $out i32) (param $end i32)
    (local $r v128) (local $g v128) (local $b v128) (local $r2 v128) (local $g2 v128) (local $b2 v128)
    (local $rg v128) (local $ba v128)
    (loop $next
      (call $rgb (local.get $y) (local.get $cb) (local.get $cr))
      (local.set $b) (local.set $g) (local.set $r)
      (call $rgb
        (i32.add (local.get $y) (i32.const 8))
        (i32.add (local.get $cb) (i32.const 8))
        (i32.add (local.get $cr) (i32.const 8)))
      (local.set $b2) (local.set $g2) (local.set $r2)
      (local.set $r (i8x16.narrow_i16x8_u (local.get $r) (local.get $r2)))
      (local.set $g (i8x16.narrow_i16x8_u (local.get $g) (local.get $g2)))
      (local.set $b (i8x16.narrow_i16x8_u (local.get $b) (local.get $b2)))
      (local.set $rg (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23 (local.get $r) (local.get $g)))
      (local.set $ba
        (i8x16.shuffle 0 16 1 16 2 16 3 16 4 16 5 16 6 16 7 16 (local.get $b) (i8x16.splat (i32.const 255))))
      (v128.store (local.get $out)
        (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $rg) (local.get $ba)))
      (v128.store offset=16 (local.get $out)
        (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $rg) (local.get $ba)))
      (local.set $rg (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31 (local.get $r) (local.get $g)))
      (local.set $ba
        (i8x16.shuffle 8 16 9 16 10 16 11 16 12 16 13 16 14 16 15 16 (local.get $b) (i8x16.splat (i32.const 255))))
      (v128.store offset=32 (local.get $out)
        (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $rg) (local.get $ba)))
      (v128.store offset=48 (local.get $out)
        (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $rg) (local.get $ba)))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (local.set $cb (i32.add (local.get $cb) (i32.const 16)))
      (local.set $cr (i32.add (local.get $cr) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 64)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end))))))
