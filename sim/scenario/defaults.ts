// What a scenario means where it says nothing. Written as a scenario file would write it; the schema reads it.

export const defaults = {
  seeds: { from: 1, count: 20 },
  warmup: 'none',
  device: { speed: '1e9 gas/s', slots: 1, memory: '1 GiB', gflops: 10, gpu: false, npu: false },
  deviceName: 'generic',
  group: 'node',
  groupCount: 1,
  region: 'local',
  coordinators: { count: 1 },
  network: 'ideal',
  delay: { constant: '0 s' },
  loss: 0,
  workloadName: 'work',
  copies: 'shared',
  budget: '1 token',
  think: { constant: '0 s' },
  diurnal: { period: '1 d', peak: '12 h' },
  scheduling: 'power-of-d',
  verification: { policy: 'none' },
  reputation: { rule: 'beta' },
  forgetting: 0.98,
  recovery: 'requeue',
  liveness: { heartbeat: '10 s', missed: 3, abandon: '10 min', patience: '10 min', attempts: 100 },
  ambient: '25 C',
  temperature: { enter: '85 C', leave: '80 C' },
  latency: { enter: '100 ms', leave: '80 ms' },
  errors: 25,
  breaker: { peers: 1, latency: '2 s' },
  fidelity: { execution: 'modelled', signature: 'modelled', proof: 'modelled' },
  invariants: 'all',
  /** As far as the metric exists. */
  primary: ['latency.mean'],
} as const;

/** No scenario is larger than this. */
export const limits = {
  fileBytes: 8_388_608,
  depth: 64,
  aliasedValues: 100_000,
  extendsChain: 16,
  nodes: 1_000_000,
  groups: 10_000,
  seeds: 100_000,
  cells: 10_000,
  tasks: 1_000_000_000,
  listItems: 10_000,
} as const;
