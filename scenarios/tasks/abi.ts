// The task ABI (docs/tasks.md) for AssemblyScript: memory beyond the module's own data is an arena that begins anew
// with each input, so that a task that is run again and again does not grow.

let top: usize = __heap_base;

/** Reserves memory for the next input, and forgets all that was reserved before. */
export function alloc(length: i32): i32 {
  top = __heap_base;
  return <i32>reserve(length);
}

/** Memory, aligned to 16 bytes, that may hold what an earlier run left there. */
export function reserve(length: i32): usize {
  if (length < 0) unreachable();
  const start = (top + 15) & ~15;
  const end = <u64>start + <u64>length;
  const missing = <i64>((end + 0xffff) >> 16) - <i64>memory.size();
  if (missing > 0 && (missing > 0xffff || memory.grow(<i32>missing) < 0)) unreachable();
  top = <usize>end;
  return start;
}

/** What `run` returns: where the output is, and how long. */
export function output(start: usize, length: i32): i64 {
  return ((<i64>start) << 32) | <i64>length;
}
