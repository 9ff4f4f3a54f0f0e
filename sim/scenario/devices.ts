// The catalogue of devices: figures and where each comes from. One entry is one device; nothing else is to be changed.
// What nobody measured is a guess, says why, and is repeated as an assumption by every scenario that uses it.

export interface Figure<T> {
  readonly value: T;
  /** Who measured or specified it; of a guess, why it is a sensible one. */
  readonly source: string;
  readonly assumed: boolean;
}

export interface CatalogueDevice {
  readonly summary: string;
  /** Processor cores; each is one slot. */
  readonly cores: Figure<number>;
  /** As a scenario writes it. */
  readonly memory: Figure<string>;
  /** GFLOPS of all cores in the HPL benchmark, 64 bits: what tasks run on. */
  readonly hpl: Figure<number>;
  /** GFLOPS of a graphics processor, 32 bits, for the health score; of the cores if absent. */
  readonly gpu?: Figure<number>;
  readonly npu?: true;
  /** Watts at the wall. */
  readonly idle: Figure<number>;
  readonly peak: Figure<number>;
  /** Degrees Celsius: where it slows down, and what full load settles at in a room of 25 C. */
  readonly throttle: Figure<number>;
  readonly settles: Figure<number>;
  /** Seconds: thermal resistance times heat capacity. */
  readonly warms: Figure<number>;
  /** The class of access link that such a device usually has. */
  readonly access: 'fibre' | 'cable' | 'dsl' | 'lte' | '5g';
}

/**
 * Gas that a core executes for each floating-point operation that it manages in HPL. The one bridge from measured GFLOPS
 * to the speed of tasks: 10^10 gas took 1.1 to 2.1 s on one core of a Zen 5 server, which is taken for 60 GFLOPS.
 */
export const GAS_PER_FLOP: Figure<number> = {
  value: 0.1,
  source: '10^10 gas took 1.1 to 2.1 s on a core of about 60 HPL GFLOPS: 0.08 to 0.15, rounded',
  assumed: true,
};

/**
 * How much of the way from idle to peak a device goes at each load: the mean of three processors (EPYC 8024P, Xeon
 * E5-2620 v3, Threadripper 1950X at the wall), each scaled to 0..1 and made to rise.
 */
export const POWER_SHAPE: Figure<readonly (readonly [load: number, share: number])[]> = {
  value: [
    [0, 0],
    [0.1, 0.2],
    [0.25, 0.49],
    [0.5, 0.7],
    [0.75, 0.9],
    [1, 1],
  ],
  source: 'mean of three processors in mlco2/codecarbon cpu_load_profiling 2025-01-14, applied to all devices',
  assumed: true,
};

const by = <T>(source: string, value: T): Figure<T> => ({ value, source, assumed: false });
const guess = <T>(why: string, value: T): Figure<T> => ({ value, source: why, assumed: true });

const TOP500 = 'geerlingguy/top500-benchmark';
const AI = 'geerlingguy/ai-benchmarks';
const cores = (value: number): Figure<number> => guess('the maker, as recalled', value);
const memory = (value: string): Figure<string> => guess('a common size', value);
const boardHeat = { throttle: guess('as of a Raspberry Pi 5', 80), warms: guess('R = 5 K/W and C = 40 J/K', 200) };
const computerHeat = {
  throttle: guess('usual for desktop processors', 95),
  settles: guess('a cooler made for the load', 75),
  warms: guess('a heat sink of about 1 kg', 300),
};
const serverHeat = { ...computerHeat, warms: guess('a heat sink of about 2 kg', 600) };

export const devices: Readonly<Record<string, CatalogueDevice>> = {
  'raspberry-pi-5': {
    summary: 'Raspberry Pi 5, 8 GB, active cooler',
    cores: cores(4),
    memory: by('the model', '8 GiB'),
    hpl: by(`${TOP500} be7b678`, 35.169),
    idle: guess('4 to 5 W as recalled of geerlingguy/pi-isp#6', 4.5),
    peak: by(`${TOP500} be7b678`, 12.7),
    throttle: by('Phoronix raspberry-pi-5-benchmarks/2: 80 to 85 C', 80),
    settles: guess('the peak with the active cooler (Phoronix raspberry-pi-5-benchmarks/2), taken for steady', 72),
    warms: guess('C = 40 J/K', 150),
    access: 'cable',
  },
  'raspberry-pi-4': {
    summary: 'Raspberry Pi 4',
    cores: cores(4),
    memory: memory('4 GiB'),
    hpl: by(TOP500, 11.889),
    idle: guess('the share of its peak that a Raspberry Pi 5 draws', 2.6),
    peak: by(TOP500, 7.2),
    ...boardHeat,
    settles: guess('no fan', 78),
    access: 'cable',
  },
  'orange-pi-5': {
    summary: 'Orange Pi 5, RK3588S',
    cores: cores(8),
    memory: memory('8 GiB'),
    hpl: by(TOP500, 53.333),
    npu: true,
    idle: guess('a quarter of its peak', 2.9),
    peak: by(TOP500, 11.5),
    ...boardHeat,
    settles: guess('a small fan', 75),
    access: 'cable',
  },
  'mini-pc-n150': {
    summary: 'mini PC, Intel N150',
    cores: cores(4),
    memory: memory('16 GiB'),
    hpl: by(TOP500, 62.067),
    idle: guess('a quarter of its peak', 7.1),
    peak: by(`${TOP500}, ${AI}`, 28.5),
    ...computerHeat,
    access: 'cable',
  },
  'jetson-orin-nano': {
    summary: 'NVIDIA Jetson Orin Nano Super, 8 GB',
    cores: cores(6),
    memory: by('the model', '8 GiB'),
    hpl: guess('8.8 GFLOPS a core as of a Raspberry Pi 5, at 1.7 of its 2.4 GHz', 37),
    gpu: guess('estimate from its TOPS', 2_090),
    idle: by('ID-Robots/clawbox#277', 7),
    peak: by('NVIDIA through yagna#3405: the 25 W mode', 25),
    ...boardHeat,
    settles: guess('the fan of its kit', 75),
    access: 'lte',
  },
  'jetson-agx-orin': {
    summary: 'NVIDIA Jetson AGX Orin, 64 GB',
    cores: cores(12),
    memory: by('the model', '64 GiB'),
    hpl: guess('8.8 GFLOPS a core as of a Raspberry Pi 5, at 2.2 of its 2.4 GHz', 97),
    gpu: guess('estimate from its TOPS', 5_300),
    idle: guess('below its 15 W mode', 12),
    peak: by('mlcommons/inference_results_v3.0#10: the 60 W mode', 60),
    ...computerHeat,
    access: 'lte',
  },
  'mac-mini-m4': {
    summary: 'Apple Mac mini, M4',
    cores: cores(10),
    memory: memory('16 GiB'),
    hpl: by(TOP500, 299.93),
    npu: true,
    idle: by('Apple 121555; ServeTheHome measured 4 to 6 W', 4),
    peak: by('Apple 121555', 65),
    ...computerHeat,
    access: 'cable',
  },
  'mac-mini-m1': {
    summary: 'Apple Mac mini, M1',
    cores: cores(8),
    memory: memory('8 GiB'),
    hpl: guess('a third of a Mac mini M4', 100),
    npu: true,
    idle: by('Daring Fireball quoting Apple', 6.8),
    peak: by('Daring Fireball quoting Apple', 39),
    ...computerHeat,
    access: 'cable',
  },
  'mac-studio-m3-ultra': {
    summary: 'Apple Mac Studio, M3 Ultra',
    cores: cores(32),
    memory: memory('96 GiB'),
    hpl: by(TOP500, 1_278.6),
    npu: true,
    idle: guess('the share of its peak that a Mac mini M4 draws', 14),
    peak: by(AI, 227),
    ...computerHeat,
    access: 'fibre',
  },
  'laptop-ryzen-ai-340': {
    summary: 'Framework Laptop 13, AMD Ryzen AI 5 340',
    cores: cores(6),
    memory: memory('16 GiB'),
    hpl: by(TOP500, 88.787),
    npu: true,
    idle: guess('a laptop with its screen on', 7),
    peak: by(`${TOP500}, ${AI}`, 50.4),
    throttle: guess('usual for laptop processors', 95),
    settles: guess('a cooler made for the load, at its edge', 85),
    warms: guess('heat pipes and a small sink', 200),
    access: 'cable',
  },
  'desktop-core-ultra-265k': {
    summary: 'desktop, Intel Core Ultra 7 265K',
    cores: cores(20),
    memory: memory('32 GiB'),
    hpl: by(TOP500, 741.1),
    npu: true,
    idle: guess('the same desktop with a graphics card idles at about 65 W', 45),
    peak: by(TOP500, 273),
    ...computerHeat,
    access: 'fibre',
  },
  'desktop-rtx-4090': {
    summary: 'desktop, Intel Core Ultra 7 265K, NVIDIA RTX 4090',
    cores: cores(20),
    memory: memory('32 GiB'),
    hpl: by(`${TOP500}: of its processor`, 741.1),
    gpu: by('NVIDIA through WinFuture', 82_600),
    npu: true,
    idle: guess('estimate', 65),
    peak: by(AI, 509.1),
    ...computerHeat,
    access: 'fibre',
  },
  'desktop-rtx-3060': {
    summary: 'desktop, Intel Core Ultra 7 265K, NVIDIA RTX 3060',
    cores: cores(20),
    memory: memory('32 GiB'),
    hpl: by(`${TOP500}: of its processor`, 741.1),
    gpu: guess('NVIDIA, as recalled', 12_700),
    npu: true,
    idle: guess('between the desktop without a graphics card and that with an RTX 4090', 55),
    peak: by(AI, 229.3),
    ...computerHeat,
    access: 'cable',
  },
  'phone-snapdragon-8-gen-3': {
    summary: 'phone, Qualcomm Snapdragon 8 Gen 3',
    cores: cores(8),
    memory: memory('12 GiB'),
    hpl: guess('about an RK3588S', 60),
    npu: true,
    idle: guess('screen off, radio on', 0.7),
    peak: by('meterpreter.org quoting Golden Reviewer: one X4 core', 6.27),
    throttle: guess('a skin that can be held', 45),
    settles: guess('so that 5 W, an estimate, are sustained at the limit', 50.08),
    warms: guess('a phone of 200 g', 300),
    access: '5g',
  },
  'server-altra-max': {
    summary: 'server, Ampere Altra Max M128',
    cores: by('the model', 128),
    memory: memory('256 GiB'),
    hpl: by(TOP500, 1_652.4),
    idle: guess('a quarter of its peak', 110),
    peak: by(TOP500, 440),
    ...serverHeat,
    access: 'fibre',
  },
  'server-ampereone-a192': {
    summary: 'server, AmpereOne A192-32X',
    cores: by('the model', 192),
    memory: memory('512 GiB'),
    hpl: by(TOP500, 3_026.9),
    idle: guess('a quarter of its peak', 173),
    peak: by(TOP500, 692),
    ...serverHeat,
    access: 'fibre',
  },
  'dgx-spark': {
    summary: 'NVIDIA DGX Spark, GB10',
    cores: cores(20),
    memory: guess('the maker, as recalled', '128 GiB'),
    hpl: by(TOP500, 675.39),
    gpu: guess('no figure of 32 bits at hand: about an RTX 4070', 29_000),
    idle: by('unanswered.io digest: 22 to 25 W', 23),
    peak: by(`${TOP500}, ${AI}`, 155),
    ...computerHeat,
    access: 'fibre',
  },
  'h100-sxm': {
    summary: 'NVIDIA H100 SXM with its share of a host: 16 cores',
    cores: guess('an eighth of a host of 128 cores', 16),
    memory: guess('an eighth of a host of 2 TiB', '256 GiB'),
    hpl: guess('16 cores of about 25 GFLOPS', 400),
    gpu: guess('NVIDIA, as recalled', 67_000),
    idle: guess('estimate, of the card alone', 70),
    peak: by('NVIDIA: thermal design power of the card alone', 700),
    ...serverHeat,
    access: 'fibre',
  },
};
