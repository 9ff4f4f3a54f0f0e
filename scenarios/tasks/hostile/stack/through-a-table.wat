;; Calls itself without end, through a table.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (type $step (func (param i32) (result i32)))
  (table 1 funcref)
  (elem (i32.const 0) $deeper)
  (func $deeper (type $step)
    (i32.add (i32.const 1) (call_indirect (type $step) (local.get 0) (i32.const 0))))
  (func (export "run") (param i32 i32) (result i64)
    (i64.extend_i32_u (call $deeper (i32.const 1)))))
