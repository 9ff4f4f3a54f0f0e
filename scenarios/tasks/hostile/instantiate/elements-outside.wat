;; An element segment outside its table.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (table 1 funcref)
  (elem (i32.const 1) $nothing)
  (func $nothing)
  (func (export "run") (param i32 i32) (result i64) (i64.const 0)))
