;; Imports a global that it may change.
(module
  (import "env" "gas" (global $gas (mut i64)))
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (global.set $gas (i64.const 0x7fff_ffff_ffff_ffff))
    (i64.const 0)))
