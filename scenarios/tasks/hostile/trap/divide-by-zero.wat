;; Divides by zero.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (i64.extend_i32_s (i32.div_s (local.get 1) (i32.const 0)))))
