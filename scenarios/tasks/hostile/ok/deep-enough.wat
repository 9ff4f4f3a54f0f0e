;; Calls itself 1,000 deep, which is allowed, and returns the depth.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func $deeper (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 1) (call $deeper (i32.sub (local.get 0) (i32.const 1)))))
      (else (i32.const 0))))
  (func (export "run") (param i32 i32) (result i64)
    (i32.store (i32.const 0) (call $deeper (i32.const 1000)))
    (i64.const 0x0000_0000_0000_0004)))
