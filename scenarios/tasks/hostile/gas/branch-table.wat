;; A loop without end that goes round by br_table.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (loop $again (br_table $again $again $again (local.get 0)))
    (unreachable)))
