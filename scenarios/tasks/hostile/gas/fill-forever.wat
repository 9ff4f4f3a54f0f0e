;; Bulk writes of 60 KiB each, for ever: a single operator must not cost what an addition costs.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (loop $again
      (memory.fill (i32.const 0) (i32.const 1) (i32.const 61440))
      (br $again))
    (unreachable)))
