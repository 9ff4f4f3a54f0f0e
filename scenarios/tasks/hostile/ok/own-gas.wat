;; Has a global called gas, and sets it: the meter is another's.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (global $gas (export "gas") (mut i64) (i64.const 0))
  (func (export "run") (param i32 i32) (result i64)
    (global.set $gas (i64.const -1))
    (i64.const 0)))
