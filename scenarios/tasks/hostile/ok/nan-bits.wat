;; Returns the bits of NaN operands' sums: different under two compilers of one engine, unless made canonical.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (f32.store (i32.const 16)
      (f32.add (f32.reinterpret_i32 (i32.load (i32.const 0))) (f32.reinterpret_i32 (i32.load (i32.const 4)))))
    (f64.store (i32.const 24)
      (f64.mul (f64.reinterpret_i64 (i64.load (i32.const 8))) (f64.promote_f32 (f32.load (i32.const 0)))))
    (i64.const 0x0000_0010_0000_0010))
  (data (i32.const 0) "\01\00\a0\7f\02\00\e0\ff\03\00\00\00\00\00\f4\ff"))
