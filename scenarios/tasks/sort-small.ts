// Sorts up to 64 integers (i32, little-endian), the smallest first, in place, by insertion. Made to be proven: one page
// of memory, fixed places, and addresses whose bounds are plain from the code.

const INPUT: usize = memory.data(256, 16);

export function alloc(length: i32): i32 {
  if (<u32>length > 256 || (length & 3) !== 0) unreachable();
  return <i32>INPUT;
}

export function run(input: i32, length: i32): i64 {
  for (let next = 4; next < length; next += 4) {
    const value = load<i32>((next & 0xfc) + INPUT);
    let at = next;
    while (at > 0) {
      const before = load<i32>(((at - 4) & 0xfc) + INPUT);
      if (before <= value) break;
      store<i32>((at & 0xfc) + INPUT, before);
      at -= 4;
    }
    store<i32>((at & 0xfc) + INPUT, value);
  }
  return ((<i64>INPUT) << 32) | <i64>length;
}
