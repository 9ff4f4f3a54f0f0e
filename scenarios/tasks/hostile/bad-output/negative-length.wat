;; Says that its output has -1 bytes, which is 4 GiB.
(module
  (memory (export "memory") 1)
  (func (export "alloc") (param i32) (result i32) (i32.const 1024))
  (func (export "run") (param i32 i32) (result i64)
    (i64.const 0x0000_0000_ffff_ffff)))
