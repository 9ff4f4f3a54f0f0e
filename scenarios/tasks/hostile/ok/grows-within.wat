;; Grows by 1 MiB, which is allowed, and returns the number of pages.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (drop (memory.grow (i32.const 16)))
    (i32.store (i32.const 0) (memory.size))
    (i64.const 0x0000_0000_0000_0004)))
