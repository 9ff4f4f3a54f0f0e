;; Two functions call each other without end.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func $even (param i64) (result i64) (i64.add (i64.const 1) (call $odd (local.get 0))))
  (func $odd (param i64) (result i64) (i64.mul (i64.const 3) (call $even (local.get 0))))
  (func (export "run") (param i32 i32) (result i64) (call $even (i64.const 1))))
