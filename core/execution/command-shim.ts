// The functions that turn a rewritten module into a WASI command: a driver that calls it as the task ABI says, reports
// that survive the module, and the deterministic WASI of wasi.ts once more, since a foreign runtime's own is not ours.

import { FIELD, KIND, PHASE, RECORD_BYTES } from './command-record.ts';
import { type Constant, I32, I64, type Module, type ValueType } from './module.ts';

export interface ShimFunction {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly text: string;
}

/** What is said of a fault of the runtime's: nothing that a module does ends so. */
export const FAULT_CODE = 71;
/** Reports before the next ones are twice as far apart. */
export const REPORTS_DENSE = 4_096;

/** Where a report is put together: two numbers for fd_write and what it answers, then the record. */
const RECORD_AT = 16;
const SAVED = Array.from({ length: (RECORD_AT + RECORD_BYTES) / 8 }, (_, at) => at);
const fault = `i32.const ${FAULT_CODE} call $exit unreachable`;
const memoryBytes = 'memory.size i64.extend_i32_u i64.const 16 i64.shl';
const answer = (code: number): string => `if void i32.const ${code} return end`;

/** Writes a record to standard output and leaves the memory as it was, or with a page if it had none. */
const report: ShimFunction = {
  params: [I32, I64],
  results: [],
  locals: SAVED.map(() => I64),
  text: `
    memory.size i32.eqz if void
      i32.const 1 memory.grow i32.const -1 i32.eq if void ${fault} end
    end
    ${SAVED.map((at) => `i32.const 0 i64.load ${8 * at} local.set ${2 + at}`).join(' ')}
    i32.const 0 i32.const ${RECORD_AT} i32.store 0
    i32.const 0 i32.const ${RECORD_BYTES} i32.store 4
    i32.const ${RECORD_AT} local.get 0 i64.extend_i32_u i64.store ${FIELD.kind}
    i32.const ${RECORD_AT} local.get 1 i64.store ${FIELD.value}
    i32.const ${RECORD_AT} global.get $gas i64.store ${FIELD.gas}
    i32.const ${RECORD_AT} global.get $trace i64.store ${FIELD.trace}
    i32.const ${RECORD_AT} global.get $status i64.extend_i32_u i64.store ${FIELD.status}
    i32.const ${RECORD_AT} global.get $phase i64.extend_i32_u i64.store ${FIELD.phase}
    i32.const ${RECORD_AT} global.get $overflowed i64.extend_i32_u i64.store ${FIELD.overflowed}
    i32.const ${RECORD_AT} global.get $count i64.store ${FIELD.count}
    i32.const 1 i32.const 0 i32.const 1 i32.const 8 call $write
    i32.const 0 i32.load 8 i32.const ${RECORD_BYTES} i32.ne i32.or if void ${fault} end
    ${SAVED.map((at) => `i32.const 0 local.get ${2 + at} i64.store ${8 * at}`).join(' ')}`,
};

const stop: ShimFunction = {
  params: [I32, I64],
  results: [],
  locals: [],
  text: 'local.get 0 local.get 1 call $report i32.const 0 call $exit unreachable',
};

/** Counts a write of gas, status or trace, and now and then reports it. */
const tick: ShimFunction = {
  params: [],
  results: [],
  locals: [],
  text: `
    global.get $count i64.const 1 i64.add global.set $count
    global.get $count global.get $due i64.ne if void return end
    memory.size i32.eqz if void i32.const ${KIND.paused} i64.const 0 call $stop end
    global.get $dense i32.const 1 i32.sub global.set $dense
    global.get $dense i32.eqz if void
      i32.const ${REPORTS_DENSE} global.set $dense
      global.get $stride i64.const 1 i64.shl global.set $stride
    end
    i32.const ${KIND.tick} global.get $stride call $report
    global.get $count global.get $stride i64.add global.set $due`,
};

/** Whether so many bytes from there lie inside of the memory. */
const inside: ShimFunction = {
  params: [I32, I64],
  results: [I32],
  locals: [],
  text: `local.get 0 i64.extend_i32_u local.get 1 i64.add ${memoryBytes} i64.le_u`,
};

/** Writes bytes of the memory to standard output, in parts that leave room for two numbers, which are put back. */
const send: ShimFunction = {
  params: [I32, I32],
  results: [],
  locals: [I32, I32, I64, I64],
  text: `
    loop void
      local.get 1 i32.eqz if void return end
      local.get 1 i32.const 32768 local.get 1 i32.const 32768 i32.lt_u select local.set 2
      memory.size i32.const 16 i32.shl i32.const 16 i32.sub
      i32.const 0
      local.get 0 i32.const 32000 i32.lt_u select local.set 3
      local.get 3 i64.load 0 local.set 4
      local.get 3 i64.load 8 local.set 5
      local.get 3 local.get 0 i32.store 0
      local.get 3 local.get 2 i32.store 4
      i32.const 1 local.get 3 i32.const 1 local.get 3 i32.const 8 i32.add call $write
      local.get 3 i32.load 8 local.set 2
      local.get 2 i32.eqz i32.or if void ${fault} end
      local.get 3 local.get 4 i64.store 0
      local.get 3 local.get 5 i64.store 8
      local.get 0 local.get 2 i32.add local.set 0
      local.get 1 local.get 2 i32.sub local.set 1
      br 0
    end`,
};

/** Moves bytes between the memory and a stream; how many, or -1 if no more may be written. */
const move = (outputBytes: number, silent: boolean): ShimFunction => ({
  params: [I32, I32, I32],
  results: [I32],
  locals: [],
  text: `
    local.get 0 i32.eqz if void
      $LENGTH global.get $read i32.sub local.get 2
      local.get 2 $LENGTH global.get $read i32.sub i32.gt_u select local.set 2
      local.get 1 global.get $read local.get 2 memory.init $input 0
      global.get $read local.get 2 i32.add global.set $read
    end
    local.get 0 i32.const 1 i32.eq if void
      local.get 2 i64.extend_i32_u global.get $written i64.add i64.const ${outputBytes} i64.gt_u if void
        i32.const 1 global.set $overflowed
        i32.const -1 return
      end
      ${silent ? '' : 'local.get 1 local.get 2 call $send'}
      global.get $written local.get 2 i64.extend_i32_u i64.add global.set $written
    end
    local.get 2`.replaceAll('$LENGTH', 'i32.const $inputLength'),
});

/** wasi.ts `transfer`, check by check. Locals: 4 pair, 5 total, 6 place, 7 length, 8 moved. */
const transfer: ShimFunction = {
  params: [I32, I32, I32, I32],
  results: [I32],
  locals: [I32, I32, I32, I32, I32],
  text: `
    local.get 2 i32.const 1024 i32.gt_u ${answer(28)}
    local.get 1 local.get 2 i64.extend_i32_u i64.const 3 i64.shl call $inside i32.eqz ${answer(21)}
    local.get 3 i64.const 4 call $inside i32.eqz ${answer(21)}
    local.get 1 local.set 4
    block void
      loop void
        local.get 2 i32.eqz br_if 1
        local.get 4 i32.load 0 local.set 6
        local.get 4 i32.load 4 local.set 7
        local.get 6 local.get 7 i64.extend_i32_u call $inside i32.eqz ${answer(21)}
        local.get 0 local.get 6 local.get 7 call $move local.tee 8
        i32.const -1 i32.eq ${answer(29)}
        local.get 5 local.get 8 i32.add local.set 5
        local.get 8 local.get 7 i32.lt_u br_if 1
        local.get 4 i32.const 8 i32.add local.set 4
        local.get 2 i32.const 1 i32.sub local.set 2
        br 0
      end
    end
    local.get 3 local.get 5 i32.store 0
    i32.const 0`,
};

const stream = (badUnless: string): ShimFunction => ({
  ...transfer,
  locals: [],
  text: `${badUnless} i32.eqz ${answer(8)} local.get 0 local.get 1 local.get 2 local.get 3 call $transfer`,
});

const nothing: ShimFunction = { params: [I32, I32], results: [I32], locals: [], text: 'i32.const 0' };
const zeroes: ShimFunction = {
  ...nothing,
  text: `
    local.get 0 i64.const 4 call $inside local.get 1 i64.const 4 call $inside i32.and i32.eqz ${answer(21)}
    local.get 0 i32.const 0 i32.store 0
    local.get 1 i32.const 0 i32.store 0
    i32.const 0`,
};

/** By the names of WASI: what a module imports is these. */
const wasi: Readonly<Record<string, ShimFunction>> = {
  fd_read: stream('local.get 0 i32.eqz'),
  fd_write: stream('local.get 0 i32.const 1 i32.eq local.get 0 i32.const 2 i32.eq i32.or'),
  proc_exit: {
    params: [I32],
    results: [],
    locals: [],
    text: `i32.const ${KIND.exited} local.get 0 i64.extend_i32_u call $stop`,
  },
  args_get: nothing,
  environ_get: nothing,
  args_sizes_get: zeroes,
  environ_sizes_get: zeroes,
};

const phase = (number: number): string => `i32.const ${number} global.set $phase`;

/** docs/tasks.md, "The plain ABI". Locals: 0 where the input or output is, 1 what `run` returned. */
const taskText = (outputBytes: number, silent: boolean): string => `
  ${phase(PHASE.alloc)} i32.const $inputLength call $alloc local.set 0
  local.get 0 i64.const $inputLength call $inside i32.eqz if void
    i32.const ${KIND.badInput} i64.const 0 call $stop
  end
  local.get 0 i32.const 0 i32.const $inputLength memory.init $input 0
  ${phase(PHASE.run)} local.get 0 i32.const $inputLength call $run local.set 1
  local.get 1 i64.const 32 i64.shr_u i32.wrap_i64 local.set 0
  local.get 1 i64.const 4294967295 i64.and local.set 1
  local.get 0 local.get 1 call $inside i32.eqz if void
    i32.const ${KIND.badOutput} i64.const 0 call $stop
  end
  local.get 1 i64.const ${outputBytes} i64.gt_u if void
    i32.const ${KIND.tooLong} local.get 1 call $stop
  end
  ${silent ? '' : 'local.get 0 local.get 1 i32.wrap_i64 call $send'}
  i32.const ${KIND.returned} local.get 1 call $stop`;

const commandText = `${phase(PHASE.command)} call $command i32.const ${KIND.returned} global.get $written call $stop`;

/** What instantiating does, done by the driver: a runtime may not survive a segment that does not fit. */
function segmentsText({ elements, data }: Pick<Module, 'elements' | 'data'>): string {
  const at = (offset: Constant): string =>
    offset.kind === 'global' ? `global.get ${offset.index}` : `i32.const ${offset.kind === 'i32' ? offset.value : 0}`;
  const words: string[] = [];
  elements.forEach(({ mode, offset, table, items }, index) => {
    if (mode === 'passive') return;
    if (offset !== undefined)
      words.push(`${at(offset)} i32.const 0 i32.const ${items.length} table.init ${index} ${table}`);
    words.push(`elem.drop ${index}`);
  });
  data.forEach(({ offset, bytes: { start, end } }, index) => {
    if (offset === undefined) return;
    words.push(`${at(offset)} i32.const 0 i32.const ${end - start} memory.init ${index} 0 data.drop ${index}`);
  });
  return words.join('\n');
}

export interface ShimOptions {
  readonly module: Pick<Module, 'elements' | 'data'>;
  readonly abi: 'task' | 'command';
  readonly starts: boolean;
  readonly outputBytes: number;
  /** It writes no output: only reports. */
  readonly silent: boolean;
}

/** Functions by name, in the order in which they are added. */
export function shimFunctions(options: ShimOptions): Readonly<Record<string, ShimFunction>> {
  const { module, abi, starts, outputBytes, silent } = options;
  const body = abi === 'task' ? taskText(outputBytes, silent) : commandText;
  const text = `${segmentsText(module)} ${starts ? 'call $start' : ''} ${body}`;
  const driver = { params: [], results: [], locals: [I32, I64], text } as const;
  return {
    report,
    stop,
    tick,
    inside,
    send,
    move: move(outputBytes, silent || abi === 'task'),
    transfer,
    ...wasi,
    driver,
  };
}
