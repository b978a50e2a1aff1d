;; What is done to weights while they are read: halves (IEEE 754 binary16) at 0 become singles (binary32) at 65536,
;; four at once, and singles are scaled. All addresses and sizes are in bytes.
(module
  (memory (export "memory") 2)

  ;; Widens the halves from 0 to $end, four a step: what is written beyond the last one does no harm. Exponent and
  ;; fraction are moved to where a single has them and the exponent's bias is corrected: by 112, twice for infinity and
  ;; NaN. What is less than the smallest normal half is a normal single too: as the fraction of 2^-14 it is what remains
  ;; without that.
  (func (export "widen") (param $end i32)
    (local $half i32) (local $single i32) (local $bits v128) (local $size v128) (local $wide v128)
    (local.set $single (i32.const 65536))
    (loop $next
      (local.set $bits (v128.load16x4_u (local.get $half)))
      (local.set $size (v128.and (local.get $bits) (i32x4.splat (i32.const 0x7fff))))
      (local.set $wide
        (i32x4.add (i32x4.shl (local.get $size) (i32.const 13)) (i32x4.splat (i32.const 0x38000000))))
      (v128.store (local.get $single)
        (v128.or
          (i32x4.shl (v128.xor (local.get $bits) (local.get $size)) (i32.const 16))
          (v128.bitselect
            (f32x4.sub
              (i32x4.add (local.get $wide) (i32x4.splat (i32.const 0x00800000)))
              (f32x4.splat (f32.const 0x1p-14)))
            (i32x4.add
              (local.get $wide)
              (v128.and
                (i32x4.gt_s (local.get $size) (i32x4.splat (i32.const 0x7bff)))
                (i32x4.splat (i32.const 0x38000000))))
            (i32x4.lt_s (local.get $size) (i32x4.splat (i32.const 0x0400))))))
      (local.set $half (i32.add (local.get $half) (i32.const 8)))
      (local.set $single (i32.add (local.get $single) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $half) (local.get $end)))))

  ;; Multiplies the singles from $single to $end by $factor: four a step, then the rest.
  (func (export "scale") (param $single i32) (param $end i32) (param $factor f32)
    (local $factors v128)
    (local.set $factors (f32x4.splat (local.get $factor)))
    (block $rest
      (loop $next
        (br_if $rest (i32.gt_u (i32.add (local.get $single) (i32.const 16)) (local.get $end)))
        (v128.store (local.get $single) (f32x4.mul (v128.load (local.get $single)) (local.get $factors)))
        (local.set $single (i32.add (local.get $single) (i32.const 16)))
        (br $next)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $single) (local.get $end)))
        (f32.store (local.get $single) (f32.mul (f32.load (local.get $single)) (local.get $factor)))
        (local.set $single (i32.add (local.get $single) (i32.const 4)))
        (br $next)))))
