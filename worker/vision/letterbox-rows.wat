;; The two steps of scaling a picture with OpenCV's INTER_LINEAR for 8-bit pictures, a row at a time, four channels or
;; four pixels at once. Fixed point: the weights of a blend are 0 to 2,048 and their sum is 2,048. All addresses and
;; sizes are in bytes.
(module
  (memory (export "memory") 1)

  ;; Scales a row of RGBA pixels horizontally. For each pixel of the result there is a tap of 8 bytes in $taps: the offset
  ;; of a pixel of the row at $pixels (i32), and the weights of it and of the one after it (i16, i16). The result, 16 bytes a
  ;; pixel from $row to $end, is one i32 a channel: the weighted sum, less the four bits that the blending leaves out.
  (func (export "scaleRow") (param $pixels i32) (param $taps i32) (param $row i32) (param $end i32)
    (local $pair v128)
    (loop $next
      (local.set $pair (v128.load64_zero (i32.add (local.get $pixels) (i32.load (local.get $taps)))))
      (v128.store (local.get $row)
        (i32x4.shr_s
          (i32x4.dot_i16x8_s
            ;; first and second in turn, each byte widened to 16 bits with a zero from beyond the eight that were loaded
            (i8x16.shuffle 0 15 4 15 1 15 5 15 2 15 6 15 3 15 7 15 (local.get $pair) (local.get $pair))
            (v128.load32_splat offset=4 (local.get $taps)))
          (i32.const 4)))
      (local.set $taps (i32.add (local.get $taps) (i32.const 8)))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $row) (local.get $end)))))

  ;; One pixel of two scaled rows, blended with the shifts of OpenCV's vector code: one i32 a channel, 0 to 255.
  (func $blend
    (param $upper i32) (param $lower i32) (param $upperWeight v128) (param $lowerWeight v128) (result v128)
    (i32x4.shr_s
      (i32x4.add
        (i32x4.add
          (i32x4.shr_s (i32x4.mul (v128.load (local.get $upper)) (local.get $upperWeight)) (i32.const 16))
          (i32x4.shr_s (i32x4.mul (v128.load (local.get $lower)) (local.get $lowerWeight)) (i32.const 16)))
        (i32x4.splat (i32.const 2)))
      (i32.const 2)))

  ;; Blends the scaled rows at $upper (up to $end) and $lower, $lowerWeight of 2,048 being the lower one's, into three
  ;; rows of bytes at $planes: red, green and blue, $stride apart. Four pixels a step: the rows are long enough for that.
  (func (export "blendRows")
    (param $upper i32) (param $end i32) (param $lower i32) (param $lowerWeight i32)
    (param $planes i32) (param $stride i32)
    (local $u v128) (local $l v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $l (i32x4.splat (local.get $lowerWeight)))
    (local.set $u (i32x4.sub (i32x4.splat (i32.const 2048)) (local.get $l)))
    (loop $next
      (local.set $a (call $blend (local.get $upper) (local.get $lower) (local.get $u) (local.get $l)))
      (local.set $b (call $blend (i32.add (local.get $upper) (i32.const 16)) (i32.add (local.get $lower) (i32.const 16))
        (local.get $u) (local.get $l)))
      (local.set $c (call $blend (i32.add (local.get $upper) (i32.const 32)) (i32.add (local.get $lower) (i32.const 32))
        (local.get $u) (local.get $l)))
      (local.set $d (call $blend (i32.add (local.get $upper) (i32.const 48)) (i32.add (local.get $lower) (i32.const 48))
        (local.get $u) (local.get $l)))
      ;; four of red, four of green, four of blue
      (local.set $a
        (i8x16.narrow_i16x8_u
          (i16x8.narrow_i32x4_u (local.get $a) (local.get $b))
          (i16x8.narrow_i32x4_u (local.get $c) (local.get $d))))
      (local.set $a (i8x16.shuffle 0 4 8 12 1 5 9 13 2 6 10 14 3 7 11 15 (local.get $a) (local.get $a)))
      (v128.store32_lane 0 (local.get $planes) (local.get $a))
      (v128.store32_lane 1 (i32.add (local.get $planes) (local.get $stride)) (local.get $a))
      (v128.store32_lane 2 (i32.add (local.get $planes) (i32.shl (local.get $stride) (i32.const 1))) (local.get $a))
      (local.set $upper (i32.add (local.get $upper) (i32.const 64)))
      (local.set $lower (i32.add (local.get $lower) (i32.const 64)))
      (local.set $planes (i32.add (local.get $planes) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $upper) (local.get $end))))))
