;; Gives a negative place for the input, which is one of almost 4 GiB.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const -8))
  (func (export "run") (param i32 i32) (result i64) (i64.const 0)))
