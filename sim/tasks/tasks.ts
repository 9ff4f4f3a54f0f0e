// The task catalogue: what a scenario's `task: NAME` stands for. The module of each is scenarios/tasks/NAME.wasm, beside
// its source; this file says what it is run on and what its output means to people.

export interface CatalogueTask {
  readonly name: string;
  readonly summary: string;
  /** The input set (inputs.ts) it is run on unless another is named. */
  readonly input: string;
  /** Its output in words: `digit 7, 98 % confidence`. Undefined if this cannot be an output of the task. */
  readonly describe: (output: Uint8Array) => string | undefined;
}

export const tasks: readonly CatalogueTask[] = [
  {
    name: 'classify-digit',
    summary: 'says which digit a handwritten one is: a neural network in integers, 98.2 % right on the MNIST test set',
    input: 'mnist-test',
    describe: describeDigit,
  },
  {
    name: 'digit-tree',
    summary: 'says which digit a pooled one is: a decision tree, made to be proven in one segment',
    input: 'pooled-7',
    describe: describeLeaf,
  },
  {
    name: 'digit-linear',
    summary: 'the same by a linear classifier, made to be proven in tens of segments',
    input: 'pooled-7',
    describe: (output) => (output.length === 1 && output[0]! <= 9 ? `digit ${output[0]}` : undefined),
  },
  {
    name: 'matrix-multiply',
    summary: 'multiplies two square matrices of 32-bit floats',
    input: 'matrices-64',
    describe: describeMatrix,
  },
  { name: 'sha256', summary: 'hashes a payload', input: 'random-65536', describe: describeHash },
  {
    name: 'sha256-block',
    summary: 'hashes at most 55 bytes, one block of SHA-256; made to be proven',
    input: 'random-32',
    describe: describeHash,
  },
  { name: 'sort', summary: 'sorts 32-bit integers', input: 'random-65536', describe: describeIntegers },
  {
    name: 'sort-small',
    summary: 'sorts up to 64 32-bit integers, made to be proven',
    input: 'random-32',
    describe: describeIntegers,
  },
  {
    name: 'n-body',
    summary: 'moves the sun and four planets on, in 64-bit floats',
    input: 'steps-1000',
    describe: describeEnergies,
  },
];

/** Undefined: there is no such task. */
export const findTask = (name: string): CatalogueTask | undefined => tasks.find((task) => task.name === name);

/** A digit, and its confidence in units of 1 / 10,000. */
function describeDigit(output: Uint8Array): string | undefined {
  if (output.length !== 3) return undefined;
  const digit = output[0]!;
  const confidence = viewOf(output).getUint16(1, true);
  if (digit > 9 || confidence > 10_000) return undefined;
  return `digit ${digit}, ${Math.floor(confidence / 100)} % confidence`;
}

/** A digit, and the percentage of training images in its leaf that were one. */
function describeLeaf([digit, percent, ...rest]: Uint8Array): string | undefined {
  if (digit === undefined || percent === undefined || rest.length > 0 || digit > 9 || percent > 100) return undefined;
  return `digit ${digit}, ${percent} % confidence`;
}

function describeMatrix(output: Uint8Array): string | undefined {
  const side = Math.sqrt(output.length / 4);
  return Number.isInteger(side) ? `a matrix of ${side} x ${side}` : undefined;
}

function describeHash(output: Uint8Array): string | undefined {
  return output.length === 32 ? hex(output) : undefined;
}

function describeIntegers(output: Uint8Array): string | undefined {
  if (output.length % 4 !== 0) return undefined;
  if (output.length === 0) return 'no integers';
  const view = viewOf(output);
  return `${output.length / 4} integers, ${view.getInt32(0, true)} to ${view.getInt32(output.length - 4, true)}`;
}

/** Before and after. */
function describeEnergies(output: Uint8Array): string | undefined {
  if (output.length !== 16) return undefined;
  const [before, after] = [0, 8].map((at) => viewOf(output).getFloat64(at, true).toFixed(9));
  return `energy ${before}, then ${after}`;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
