;; Writes its output, and then gives up: nothing of it may be seen.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (i64.store (i32.const 0) (i64.const 0x1122_3344_5566_7788))
    (unreachable)))
