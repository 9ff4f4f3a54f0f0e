// How a program of the register machine ends: at one of these places, each a `halt` of its own at the program's
// beginning, so that the last program counter says how it ended.

/** By place and code: what the module came to, then what the machine cannot go on from. */
export const ENDS = [
  'ok',
  'unreachable',
  'division by zero',
  'integer overflow',
  'memory out of bounds',
  'table out of bounds',
  'no function there',
  'another type of function',
  'memory.grow',
  'too deep',
] as const;

export const END = {
  ok: 0,
  unreachable: 1,
  divisionByZero: 2,
  overflow: 3,
  memory: 4,
  table: 5,
  noFunction: 6,
  type: 7,
  growth: 8,
  depth: 9,
} as const;

/** Of these a native run makes something else: they are no result, and nothing is proven by them. */
export const isRefusal = (end: number): boolean => end >= END.growth;
