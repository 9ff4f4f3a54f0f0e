;; Calls a function through a table as if it had another type.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (table 1 funcref)
  (elem (i32.const 0) $no-arguments)
  (func $no-arguments)
  (func (export "run") (param i32 i32) (result i64)
    (call_indirect (param i64) (result i64) (i64.const 1) (i32.const 0))))
