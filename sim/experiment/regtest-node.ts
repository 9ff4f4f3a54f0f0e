// A real Bitcoin node on regtest beside a simulated chain: it is shown every block and every transaction, and must
// come to the same verdicts. Virtual time stands still while it thinks.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

import {
  type Bitcoin,
  type Block,
  type BlockRef,
  type Submission,
  type Transaction,
} from '../../core/settlement/index.ts';
import { type Mirror, RunFault } from '../world/index.ts';

const USER = 'ambient';
/** Below those that systems give to connections. */
const PORT_FROM = 12_000;
const PORTS = 20_000;
const START_MS = 60_000;
const CALL_MS = 30_000;
const STEP_MS = 5;

/** Asks a node and waits; a thread of its own does the asking, so that the caller may stand still. */
const ASKER = `
const { parentPort, workerData } = require('node:worker_threads');
const { port, signal, url, auth } = workerData;
const flag = new Int32Array(signal);
port.on('message', async ({ method, params }) => {
  let answer;
  try {
    const body = JSON.stringify({ method, params, id: 1 });
    const reply = await fetch(url, { method: 'POST', headers: { authorization: auth, connection: 'close' }, body });
    answer = JSON.parse(await reply.text());
  } catch (error) {
    answer = { error: { code: 0, message: String(error) } };
  }
  port.postMessage(answer);
  Atomics.add(flag, 0, 1);
  Atomics.notify(flag, 0);
});
`;

interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string } | null;
}

export class RegtestNode implements Mirror {
  private readonly folder: string;
  private readonly child: ReturnType<typeof spawn>;
  private readonly asker: Worker;
  private readonly port: MessageChannel['port1'];
  private readonly flag: Int32Array;
  private readonly bitcoin: Bitcoin;

  /** `program`: the path of a bitcoind. `options` are its own, such as `-corepolicy=1`. Throws RunFault. */
  constructor(bitcoin: Bitcoin, program: string, options: readonly string[] = []) {
    this.bitcoin = bitcoin;
    this.folder = mkdtempSync(join(tmpdir(), 'regtest-'));
    // The name of the folder is nobody else's, so the port hardly is.
    const rpcPort = PORT_FROM + Buffer.from(this.folder).reduce((sum, byte) => (sum * 31 + byte) % PORTS, process.pid);
    const words = `-regtest -datadir=${this.folder} -disablewallet -listen=0 -connect=0 -dnsseed=0 -rpcuser=${USER} -rpcpassword=${USER} -rpcport=${rpcPort} -dbcache=8 -par=1 -printtoconsole=0`;
    this.child = spawn(program, [...words.split(' '), ...options], { stdio: 'ignore' });
    this.child.on('error', () => undefined);
    const { port1, port2 } = new MessageChannel();
    const signal = new SharedArrayBuffer(4);
    const auth = `Basic ${Buffer.from(`${USER}:${USER}`).toString('base64')}`;
    const workerData = { port: port2, signal, url: `http://127.0.0.1:${rpcPort}/`, auth };
    this.asker = new Worker(ASKER, { eval: true, workerData, transferList: [port2] });
    this.port = port1;
    this.flag = new Int32Array(signal);
    this.await();
  }

  submitted(transaction: Transaction, here: Submission): void {
    const raw = Buffer.from(transaction.raw).toString('hex');
    const verdict = this.verdictOf(raw);
    if (verdict.allowed !== here.accepted) {
      const mine = here.accepted ? 'accepts' : `refuses (${here.reason})`;
      const other = verdict.allowed ? 'accepts' : `refuses (${verdict.reason})`;
      this.disagree(`the simulated chain ${mine} the transaction ${transaction.id}, and the node ${other} it`);
    }
    if (verdict.allowed && !verdict.known) this.call('sendrawtransaction', [raw, 0]);
  }

  mined(blocks: readonly Block[], tip: BlockRef): void {
    for (const block of blocks) {
      const answer = this.ask('submitblock', [Buffer.from(this.bitcoin.blockBytes(block)).toString('hex')]);
      const refusal = answer.error?.message ?? answer.result;
      if (refusal !== null && refusal !== 'inconclusive') {
        this.disagree(`the node refuses the block ${block.hash} at height ${block.height}: ${JSON.stringify(refusal)}`);
      }
    }
    const best = this.call('getbestblockhash', []);
    if (best !== tip.hash) this.disagree(`the tip is ${tip.hash}, and that of the node is ${JSON.stringify(best)}`);
  }

  /** Whether the node would take a transaction now. */
  verdictOf(raw: string): { readonly allowed: boolean; readonly known: boolean; readonly reason: string } {
    const [verdict] = this.call('testmempoolaccept', [[raw], 0]) as { allowed: boolean; 'reject-reason'?: string }[];
    const reason = verdict!['reject-reason'] ?? '';
    // The same payment, perhaps under other signatures: the first stays, here as there.
    const known = reason === 'txn-already-in-mempool' || reason === 'txn-same-nonwitness-data-in-mempool';
    return { allowed: verdict!.allowed || known, known, reason };
  }

  call(method: string, params: readonly unknown[]): unknown {
    const { result, error } = this.ask(method, params);
    if (error !== undefined && error !== null) this.disagree(`${method}: ${error.message}`);
    return result;
  }

  close(): void {
    this.child.kill('SIGKILL');
    void this.asker.terminate();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private ask(method: string, params: readonly unknown[]): Answer {
    this.port.postMessage({ method, params });
    for (let waited = 0; waited < CALL_MS; waited += STEP_MS) {
      // Counted up after the answer was posted, so that it may still change for the one before.
      Atomics.wait(this.flag, 0, Atomics.load(this.flag, 0), STEP_MS);
      const received = receiveMessageOnPort(this.port);
      if (received !== undefined) return received.message as Answer;
    }
    return { error: { code: 0, message: 'no answer' } };
  }

  private await(): void {
    const pause = new Int32Array(new SharedArrayBuffer(4));
    const step = 100;
    for (let waited = 0; waited < START_MS; waited += step) {
      const { error } = this.ask('getblockcount', []);
      if (error === undefined || error === null) return;
      Atomics.wait(pause, 0, 0, step);
    }
    this.close();
    throw new RunFault([
      { code: 'no-bitcoind', message: `the node ${this.child.spawnfile} does not answer`, hint: HINT },
    ]);
  }

  private disagree(message: string): never {
    throw new RunFault([{ code: 'chains-disagree', message }]);
  }
}

const HINT = 'set BITCOIND to the path of a bitcoind, or run scripts/setup.sh, which unpacks one';

export function noNode(): RunFault {
  const message = 'the chain "regtest" needs a real Bitcoin node';
  return new RunFault([{ code: 'no-bitcoind', message, hint: `${HINT}; or settle on "simulated"` }]);
}
