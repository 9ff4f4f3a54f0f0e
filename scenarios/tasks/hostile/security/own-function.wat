;; Imports a function that nobody has.
(module
  (import "env" "exfiltrate" (func $exfiltrate (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (call $exfiltrate (local.get 0) (local.get 1))
    (i64.const 0)))
