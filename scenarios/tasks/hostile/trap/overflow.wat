;; The one quotient that does not fit: -2^31 / -1.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (i64.extend_i32_s (i32.div_s (i32.const 0x80000000) (i32.const -1)))))
