;; Grows by 64 MiB at a time, writes to what it gets, and insists.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (loop $again
      (if (i32.ge_s (memory.grow (i32.const 1024)) (i32.const 0))
        (then
          (i32.store (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 4)) (i32.const 1))
          (br $again))))
    (unreachable)))
