;; A tree of 2^60 calls, never deep: gas ends it, not the stack.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func $grow (param $depth i32)
    (if (i32.eqz (local.get $depth)) (then (return)))
    (call $grow (i32.sub (local.get $depth) (i32.const 1)))
    (call $grow (i32.sub (local.get $depth) (i32.const 1))))
  (func (export "run") (param i32 i32) (result i64)
    (call $grow (i32.const 60))
    (i64.const 0)))
