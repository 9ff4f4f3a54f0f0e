;; Throws an exception.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (tag $fault)
  (func (export "run") (param i32 i32) (result i64) (throw $fault)))
