// The bytes of every message: version, type, then the fields in the order given here. The encoding is canonical (one
// byte string for each message, and no other is accepted), and decoding is total: it must face hostile peers.

import type { PartyId, TaskId } from '../foundation/index.ts';
import {
  type Amount,
  type Duration,
  failed,
  type Gas,
  type Instant,
  type Result,
  sha256Hex,
  success,
} from '../foundation/index.ts';
import { type Codec, Reader, Writer } from './bytes.ts';
import { Content, type Digest } from './content.ts';
import { blob, count, countOrInfinity, digest, flag, float, u64 } from './elements.ts';
import { entryCodec, federationLayouts, federationTypes, typed } from './federation-codec.ts';
import type { Entry } from './federation-messages.ts';
import type { Message, SignedMessage } from './message.ts';
import type { AwaitedInput, FailureReason, JobTask, PlainMessage, ResultMessage, TaskStatus } from './messages.ts';
import { capabilities, heartbeat, needs } from './node-codec.ts';
import { choice, list, maybe, optional, record } from './records.ts';
import type { RevealedShare, SealedShares, SecurePeer } from './secure-messages.ts';
import { UNSIGNED } from './signing.ts';
import type { Opening } from './trace.ts';
import {
  type Answer,
  type JobInput,
  limitPresetNames,
  type ModelledWork,
  type OwnData,
  outcomes,
  type Program,
  type ProofOrder,
} from './work.ts';

/** The first byte of every message. Any change of a layout after a release changes it. */
const WIRE_VERSION = 1;

const HEADER_SIZE = 2;

const party = count as Codec<PartyId>;
const task = count as Codec<TaskId>;
const instant = countOrInfinity as Codec<Instant>;
const duration = count as Codec<Duration>;
const amount = u64 as Codec<Amount>;
const hash = digest as Codec<Digest>;

const content: Codec<Content> = {
  size: ({ bytes }) => blob.size(bytes),
  write: (to, { bytes }) => blob.write(to, bytes),
  read: (from) => new Content(blob.read(from)),
};

const own = record<OwnData>({ round: count });
const program = record<Program>({ module: hash, input: hash, limits: choice(limitPresetNames), own: maybe(own) });

const answer = record<Answer>({ gas: count as Codec<Gas>, output: blob, executionHash: hash });

const plainWork = record<Omit<ModelledWork, 'program' | 'proof'>>({
  unit: choice(['time', 'gas']),
  amount: count,
  source: count,
  independent: flag,
});
const orders = optional<Pick<ModelledWork, 'program' | 'proof'>>({
  program,
  proof: record<ProofOrder>({ segments: count, gas: float, nonce: count }),
});

/** The byte that says what is ordered beside it. */
const work: Codec<ModelledWork> = {
  size: (value) => plainWork.size(value) + orders.size(value),
  write(to, value) {
    plainWork.write(to, value);
    orders.write(to, value);
  },
  read: (from) => ({ ...plainWork.read(from), ...orders.read(from) }),
};

const jobInput = record<JobInput>({ from: count, time: count, bytes: count });
const awaitedInput = record<AwaitedInput>({ task, output: float, time: count, bytes: count });
const jobTask = record<JobTask>({ work, times: list(count), inputs: list(jobInput) });

const peer = record<SecurePeer>({ index: count, party, sealKey: blob, maskKey: blob, signature: blob });
const sealedShares = record<SealedShares>({ peer: count, box: blob });
const revealedShare = record<RevealedShare>({ of: count, value: blob });

const outcome = choice(outcomes);
const status = choice<TaskStatus>(['completed', 'failed', 'expired']);
const reason = choice<FailureReason>([
  'none',
  'expired',
  'no-eligible-node',
  'insufficient-funds',
  'outcome',
  'attempts-exhausted',
  'input-missing',
  'no-quorum',
  'not-provable',
]);

const opening = record<Opening>({ state: blob, path: blob });
const aboutClaim = { task, copy: count, work, output: float, segments: count, cut: count };

const result = record<Omit<ResultMessage, 'type'>>({
  task,
  copy: count,
  epoch: count,
  outcome,
  elapsed: duration,
  output: float,
  answer: maybe(answer),
  signature: blob,
});

type Type = Message['type'];
type Body<K extends Type> = Omit<Extract<Message, { type: K }>, 'type'>;

/** A message within another. None of a federation is within one, so that there is no end to nothing. */
const nested: Codec<PlainMessage> = {
  size: (message) => 1 + layoutOf(message.type).size(message),
  write(to, message) {
    to.byte(typeBytes.get(message.type)!);
    layoutOf(message.type).write(to, message);
  },
  read(from) {
    const type = types[from.byte()];
    if (type === undefined || federationTypes.has(type)) from.refuse('no message that could be within another');
    const read = type === undefined || federationTypes.has(type) ? 'welcome' : type;
    const content: object = layoutOf(read).read(from);
    return { type: read, ...content } as PlainMessage;
  },
};

const layouts: { readonly [K in Type]: Codec<Body<K>> } = {
  register: record({ epoch: count, resumed: flag, capabilities }),
  welcome: record({ sentAt: instant }),
  heartbeat,
  leave: record({ epoch: count }),
  leaving: record({ until: instant }),
  submit: record({
    task,
    work,
    budget: amount,
    deadline: instant,
    expires: instant,
    needs,
    batch: count,
    batchIndex: count,
  }),
  assign: record({ task, copy: count, claim: task, epoch: count, work, announce: flag, signature: blob }),
  probe: record({ task, copy: count, epoch: count }),
  claim: record({ task, copy: count }),
  started: record({ task, copy: count }),
  cancel: record({ task, copy: count }),
  result,
  contradiction: record({
    node: party,
    first: typed<ResultMessage>('result', result),
    second: typed('result', result),
  }),
  settled: record({ task, status, reason, output: float, answer: maybe(answer) }),
  fetch: record({ task, digest: hash }),
  delivery: record({ task, content }),
  job: record({
    first: task,
    tasks: list(jobTask),
    nodes: list(party),
    budget: amount,
    deadline: instant,
    expires: instant,
    needs,
  }),
  'assign-after': record({
    task,
    copy: count,
    claim: task,
    epoch: count,
    work,
    announce: flag,
    signature: blob,
    inputs: list(awaitedInput),
    order: task,
  }),
  transfer: record({ task, to: party, target: task, output: float, time: duration, bytes: count }),
  'ask-data': record({ task, target: task }),
  data: record({ task, target: task, output: float, time: duration, bytes: count }),
  'close-epoch': record({}),
  epoch: record({ number: count, root: hash, stateRoot: hash, leaves: count, sample: blob, path: blob }),
  'peg-out': record({ id: count, amount: u64, script: blob }),
  'sign-peg': record({ batch: count, raw: blob, payouts: list(count) }),
  'peg-signed': record({ batch: count, signatures: blob }),
  'sign-rescue': record({ batch: count, raw: blob, payouts: list(count) }),
  'rescue-signed': record({ batch: count, signatures: blob }),
  'ask-opening': record(aboutClaim),
  opening: record({ task, copy: count, cut: count, root: hash, state: blob, path: blob, signature: blob }),
  'ask-agreement': record({ ...aboutClaim, state: blob }),
  agreement: record({ task, copy: count, cut: count, agrees: flag, signature: blob }),
  'ask-segment': record(aboutClaim),
  segment: record({
    task,
    copy: count,
    cut: count,
    before: opening,
    after: opening,
    evidence: blob,
    signature: blob,
  }),
  'secure-keys': record({ round: count, sealKey: blob, maskKey: blob, signature: blob }),
  'secure-roster': record({ round: count, self: count, peers: list(peer) }),
  'secure-shares': record({ round: count, boxes: list(sealedShares) }),
  'secure-delivery': record({ round: count, boxes: list(sealedShares) }),
  'secure-masked': record({ round: count, packed: blob }),
  'secure-survivors': record({ round: count, bits: blob }),
  'secure-reveal': record({ round: count, shares: list(revealedShare) }),
  'budget-spent': record({ task }),
  'ask-proof': record({ task, copy: count, work, output: float, segments: count }),
  ...federationLayouts(nested, heartbeat),
  proof: record({ task, copy: count, proof: blob, signature: blob }),
  'ask-rating': record({ task, node: party }),
  rating: record({ task, node: party, good: flag }),
};

/** The second byte of a message is the place of its type here. */
const types: readonly Type[] = [
  'register',
  'welcome',
  'heartbeat',
  'submit',
  'assign',
  'probe',
  'claim',
  'started',
  'cancel',
  'result',
  'settled',
  'fetch',
  'delivery',
  'job',
  'assign-after',
  'transfer',
  'data',
  'close-epoch',
  'epoch',
  'peg-out',
  'sign-peg',
  'peg-signed',
  'ask-opening',
  'opening',
  'ask-agreement',
  'agreement',
  'ask-segment',
  'segment',
  'secure-keys',
  'secure-roster',
  'secure-shares',
  'secure-delivery',
  'secure-masked',
  'secure-survivors',
  'secure-reveal',
  'ask-proof',
  'proof',
  'ask-rating',
  'rating',
  ...federationTypes,
  'sign-rescue',
  'rescue-signed',
  'budget-spent',
  'leave',
  'leaving',
  'contradiction',
  'ask-data',
];
const typeBytes: ReadonlyMap<Type, number> = new Map(types.map((type, byte) => [type, byte]));

const entries = entryCodec(nested, heartbeat);

const writer = new Writer();

/** Throws AssertionFailure on a message that its own type forbids: a negative count, a NaN, a lone surrogate. */
export function encode(message: Message): Uint8Array {
  writer.begin(sizeOf(message));
  writer.byte(WIRE_VERSION);
  writer.byte(typeBytes.get(message.type)!);
  layoutOf(message.type).write(writer, message);
  return writer.end();
}

/** Fails, and never throws, on bytes that `encode` could not have written. */
export function decode(bytes: Uint8Array): Result<Message> {
  const reader = new Reader(bytes);
  const version = reader.byte();
  if (version !== WIRE_VERSION) reader.refuse(`no message of version ${WIRE_VERSION}`);
  const type = types[reader.byte()];
  if (type === undefined) reader.refuse('an unknown type of message');
  const content: object = layoutOf(type ?? 'welcome').read(reader);
  if (reader.left > 0) reader.refuse('bytes after the end of the message');
  if (reader.problem === undefined) return success({ type, ...content } as Message);
  return failed({ code: 'malformed-message', message: `malformed message: ${reader.problem}` });
}

/** The length of `encode(message)`, without making it. */
export function sizeOf(message: Message): number {
  return HEADER_SIZE + layoutOf(message.type).size(message);
}

/** SHA-256 of what members of a federation put in order. */
export function entryDigest(entry: Entry): Digest {
  writer.begin(entries.size(entry));
  entries.write(writer, entry);
  return sha256Hex(writer.end()) as Digest;
}

/** What the signature of a message signs: its encoding with an empty signature. */
export function signingBytes(message: SignedMessage): Uint8Array {
  return encode({ ...message, signature: UNSIGNED });
}

function layoutOf(type: Type): Codec<Message> {
  return layouts[type] as unknown as Codec<Message>;
}
