;; Calls what is not there: an empty place of a table.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (table 1 funcref)
  (func (export "run") (param i32 i32) (result i64)
    (call_indirect (result i64) (i32.const 0))))
