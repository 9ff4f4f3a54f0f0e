;; Fills beyond its memory by one bulk operator.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (memory.fill (i32.const 65530) (i32.const 1) (i32.const 7))
    (i64.const 0)))
