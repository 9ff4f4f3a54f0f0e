// Every message that the codec must carry, for fast-check.

import fc from 'fast-check';
import { Content, type Message, outcomes } from '../../core/protocol/index.ts';
import { federationMessages } from './federation-arbitraries.ts';

function record(model: Record<string, fc.Arbitrary<unknown>>, requiredKeys?: string[]): fc.Arbitrary<object> {
  return fc.record(model, { noNullPrototype: true, ...(requiredKeys === undefined ? {} : { requiredKeys }) });
}

const whole = fc.oneof(fc.nat(300), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER));
const instant = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER - 1 }), fc.constant(Infinity));
const float = fc.double({ noNaN: true });
const fraction = fc.double({ noNaN: true, min: 0, max: 1 });
const text = fc.string({ unit: 'grapheme' });
const signature = fc.uint8Array({ maxLength: 200 });
const boxes = fc.array(record({ peer: whole, box: signature }));
const amount = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

const digest = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''));
const program = record({ module: digest, input: digest, limits: fc.constantFrom('strict', 'default', 'relaxed') });
const answer = record({ gas: whole, output: signature, executionHash: digest });

const work = record(
  {
    unit: fc.constantFrom('time', 'gas'),
    amount: whole,
    source: whole,
    independent: fc.boolean(),
    program,
    proof: record({ segments: whole, gas: float, nonce: whole }),
  },
  ['unit', 'amount', 'source', 'independent'],
);
const capabilities = record({
  slots: whole,
  speed: float,
  cores: whole,
  memory: float,
  up: float,
  down: float,
  gpu: fc.boolean(),
  npu: fc.boolean(),
  region: text,
});
const needs = record(
  {
    cpu: float,
    memory: float,
    bandwidth: float,
    gpu: fc.boolean(),
    npu: fc.boolean(),
    reputation: fraction,
    region: text,
    exclude: fc.array(whole),
  },
  [],
);
const telemetry = record({
  power: float,
  heatRecovered: float,
  temperature: float,
  ambient: float,
  carbonIntensity: float,
  gflops: float,
  cpu: float,
  gpu: float,
  npu: float,
  memoryFree: float,
  up: float,
  down: float,
});
const outcome = fc.constantFrom(...outcomes);
const reason = fc.constantFrom(
  'none',
  'expired',
  'no-eligible-node',
  'insufficient-funds',
  'outcome',
  'attempts-exhausted',
  'input-missing',
  'no-quorum',
  'not-provable',
);

const copy = { task: whole, copy: whole };
const moved = { task: whole, target: whole, output: float, time: whole, bytes: whole };
const aboutClaim = { ...copy, work, output: float, segments: whole, cut: whole };
const opening = record({ state: signature, path: signature });

const result = record(
  {
    type: fc.constant('result'),
    ...copy,
    epoch: whole,
    outcome,
    elapsed: whole,
    output: float,
    answer,
    signature,
  },
  ['type', 'task', 'copy', 'epoch', 'outcome', 'elapsed', 'output', 'signature'],
);

const plainMessages = {
  register: record({ type: fc.constant('register'), epoch: whole, resumed: fc.boolean(), capabilities }),
  welcome: record({ type: fc.constant('welcome'), sentAt: instant }),
  heartbeat: record({
    type: fc.constant('heartbeat'),
    epoch: whole,
    echo: instant,
    held: whole,
    telemetry,
    running: whole,
    queued: whole,
    consecutiveErrors: whole,
    safetyMode: fc.boolean(),
  }),
  submit: record({
    type: fc.constant('submit'),
    task: whole,
    work,
    budget: amount,
    deadline: instant,
    expires: instant,
    needs,
    batch: whole,
    batchIndex: whole,
  }),
  assign: record({
    type: fc.constant('assign'),
    ...copy,
    claim: whole,
    epoch: whole,
    work,
    announce: fc.boolean(),
    signature,
  }),
  probe: record({ type: fc.constant('probe'), ...copy, epoch: whole }),
  claim: record({ type: fc.constant('claim'), ...copy }),
  started: record({ type: fc.constant('started'), ...copy }),
  cancel: record({ type: fc.constant('cancel'), ...copy }),
  result,
  contradiction: record({ type: fc.constant('contradiction'), node: whole, first: result, second: result }),
  'ask-rating': record({ type: fc.constant('ask-rating'), task: whole, node: whole }),
  rating: record({ type: fc.constant('rating'), task: whole, node: whole, good: fc.boolean() }),
  settled: record(
    {
      type: fc.constant('settled'),
      task: whole,
      status: fc.constantFrom('completed', 'failed', 'expired'),
      reason,
      output: float,
      answer,
    },
    ['type', 'task', 'status', 'reason', 'output'],
  ),
  fetch: record({ type: fc.constant('fetch'), task: whole, digest }),
  delivery: record({
    type: fc.constant('delivery'),
    task: whole,
    content: fc.uint8Array({ maxLength: 200 }).map((bytes) => new Content(bytes)),
  }),
  job: record({
    type: fc.constant('job'),
    first: whole,
    tasks: fc.array(
      record({
        work,
        times: fc.array(whole),
        inputs: fc.array(record({ from: whole, time: whole, bytes: whole })),
      }),
    ),
    nodes: fc.array(whole),
    budget: amount,
    deadline: instant,
    expires: instant,
    needs,
  }),
  'assign-after': record({
    type: fc.constant('assign-after'),
    ...copy,
    claim: whole,
    epoch: whole,
    work,
    announce: fc.boolean(),
    signature,
    inputs: fc.array(record({ task: whole, output: float, time: whole, bytes: whole })),
    order: whole,
  }),
  transfer: record({
    type: fc.constant('transfer'),
    ...moved,
    to: whole,
  }),
  'ask-data': record({ type: fc.constant('ask-data'), task: whole, target: whole }),
  data: record({ type: fc.constant('data'), ...moved }),
  'peg-out': record({ type: fc.constant('peg-out'), id: whole, amount, script: signature }),
  'sign-peg': record({ type: fc.constant('sign-peg'), batch: whole, raw: signature, payouts: fc.array(whole) }),
  'peg-signed': record({ type: fc.constant('peg-signed'), batch: whole, signatures: signature }),
  'sign-rescue': record({ type: fc.constant('sign-rescue'), batch: whole, raw: signature, payouts: fc.array(whole) }),
  'rescue-signed': record({ type: fc.constant('rescue-signed'), batch: whole, signatures: signature }),
  'ask-opening': record({ type: fc.constant('ask-opening'), ...aboutClaim }),
  opening: record({
    type: fc.constant('opening'),
    ...copy,
    cut: whole,
    root: digest,
    state: signature,
    path: signature,
    signature,
  }),
  'ask-agreement': record({ type: fc.constant('ask-agreement'), ...aboutClaim, state: signature }),
  agreement: record({ type: fc.constant('agreement'), ...copy, cut: whole, agrees: fc.boolean(), signature }),
  'ask-segment': record({ type: fc.constant('ask-segment'), ...aboutClaim }),
  segment: record({
    type: fc.constant('segment'),
    ...copy,
    cut: whole,
    before: opening,
    after: opening,
    evidence: signature,
    signature,
  }),
  'ask-proof': record({
    type: fc.constant('ask-proof'),
    ...copy,
    work,
    output: float,
    segments: whole,
  }),
  proof: record({ type: fc.constant('proof'), ...copy, proof: signature, signature }),
  'close-epoch': record({ type: fc.constant('close-epoch') }),
  leave: record({ type: fc.constant('leave'), epoch: whole }),
  leaving: record({ type: fc.constant('leaving'), until: instant }),
  'budget-spent': record({ type: fc.constant('budget-spent'), task: copy.task }),
  'secure-keys': record({
    type: fc.constant('secure-keys'),
    round: whole,
    sealKey: signature,
    maskKey: signature,
    signature,
  }),
  'secure-roster': record({
    type: fc.constant('secure-roster'),
    round: whole,
    self: whole,
    peers: fc.array(record({ index: whole, party: whole, sealKey: signature, maskKey: signature, signature })),
  }),
  'secure-shares': record({ type: fc.constant('secure-shares'), round: whole, boxes }),
  'secure-delivery': record({ type: fc.constant('secure-delivery'), round: whole, boxes }),
  'secure-masked': record({ type: fc.constant('secure-masked'), round: whole, packed: signature }),
  'secure-survivors': record({ type: fc.constant('secure-survivors'), round: whole, bits: signature }),
  'secure-reveal': record({
    type: fc.constant('secure-reveal'),
    round: whole,
    shares: fc.array(record({ of: whole, value: signature })),
  }),
  epoch: record({
    type: fc.constant('epoch'),
    number: whole,
    root: digest,
    stateRoot: digest,
    leaves: whole,
    sample: signature,
    path: signature,
  }),
};

export const messagesByType: { readonly [K in Message['type']]: fc.Arbitrary<object> } = {
  ...plainMessages,
  ...federationMessages({
    record,
    whole,
    instant,
    digest,
    signature,
    messages: Object.values(plainMessages),
    heartbeat: plainMessages.heartbeat,
  }),
};

/** Any message, each type as often as another. */
export const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  ...Object.values(messagesByType),
) as unknown as fc.Arbitrary<Message>;
