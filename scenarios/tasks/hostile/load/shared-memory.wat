;; Shares its memory with threads.
(module
  (memory (export "memory") 1 1 shared)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (i64.extend_i32_u (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))))
