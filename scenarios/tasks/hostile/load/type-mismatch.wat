;; Well-formed, but not valid: its run leaves 32 bits where 64 are due.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64) (i32.const 0)))
