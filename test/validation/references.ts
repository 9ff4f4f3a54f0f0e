// Exact results of queueing theory that the simulator is held against. Formulas, not copied figures: every function
// takes loads and shapes, so that any other load can be asked for too. Times are in the unit of the mean service.

/** A service time by its moments: E[S], E[S²] and, where a slowdown is asked for, E[1/S]. */
export interface Service {
  readonly mean: number;
  readonly second: number;
  readonly inverse?: number;
}

export const constant = (value: number): Service => ({ mean: value, second: value * value, inverse: 1 / value });

export const exponential = (mean: number): Service => ({ mean, second: 2 * mean * mean });

/** A sum of k exponential stages: the squared coefficient of variation is 1/k. */
export const erlang = (k: number, mean: number): Service => ({
  mean,
  second: mean * mean * (1 + 1 / k),
  ...(k > 1 && { inverse: k / ((k - 1) * mean) }),
});

/** Any service time of which only the squared coefficient of variation matters. */
export const withScv = (mean: number, scv: number): Service => ({ mean, second: mean * mean * (1 + scv) });

export const uniform = (from: number, to: number): Service => ({
  mean: (from + to) / 2,
  second: (from * from + from * to + to * to) / 3,
  inverse: Math.log(to / from) / (to - from),
});

/** exp(N(mu, sigma²)). */
export const lognormal = (mu: number, sigma: number): Service => ({
  mean: Math.exp(mu + sigma ** 2 / 2),
  second: Math.exp(2 * mu + 2 * sigma ** 2),
  inverse: Math.exp(-mu + sigma ** 2 / 2),
});

/** P(S > x) = exp(-(x/scale)^shape). */
export const weibull = (shape: number, scale: number): Service => ({
  mean: scale * gamma(1 + 1 / shape),
  second: scale ** 2 * gamma(1 + 2 / shape),
});

/** P(S > x) = (scale/x)^shape for x >= scale; shape above 2. */
export const pareto = (shape: number, scale: number): Service => ({
  mean: (shape * scale) / (shape - 1),
  second: (shape * scale ** 2) / (shape - 2),
  inverse: shape / ((shape + 1) * scale),
});

/** Some of this, some of that: weights of any sum. */
export function mixture(parts: readonly { readonly weight: number; readonly service: Service }[]): Service {
  const total = sum(parts.map(({ weight }) => weight));
  const average = (of: (service: Service) => number): number =>
    sum(parts.map(({ weight, service }) => weight * of(service))) / total;
  return { mean: average(({ mean }) => mean), second: average(({ second }) => second) };
}

/** Mean wait in M/G/1, first come first served (Pollaczek, Khinchine): λ E[S²] / (2 (1 - ρ)). */
export function mg1Wait(rate: number, { mean, second }: Service): number {
  return (rate * second) / (2 * (1 - rate * mean));
}

/** Mean of latency over service: own service does not depend on the wait before it. */
export const slowdown = (wait: number, { inverse }: Service): number => 1 + wait * inverse!;

/** The quantile of an exponential time with this mean: the sojourn in M/M/1 and G/M/1 is one. */
export const exponentialQuantile = (p: number, mean: number): number => -Math.log(1 - p) * mean;

export const mm1Sojourn = (load: number): number => 1 / (1 - load);
export const mm1Wait = (load: number): number => load / (1 - load);
/** Of the wait in M/M/1, for p >= 1 - load: P(Wq > t) = ρ e^{-(1 - ρ) t}. */
export const mm1WaitQuantile = (p: number, load: number): number => Math.log(load / (1 - p)) / (1 - load);

/** The probability that an arrival waits in M/M/c (Erlang C); `load` is that of each server. */
export function erlangC(servers: number, load: number): number {
  const offered = servers * load;
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (offered * blocked) / (n + offered * blocked);
  return blocked / (1 - load * (1 - blocked));
}

export const mmcWait = (servers: number, load: number): number => erlangC(servers, load) / (servers * (1 - load));

/** Of the sojourn in M/M/c. */
export function mmcQuantile(p: number, servers: number, load: number): number {
  const waits = erlangC(servers, load);
  const drain = servers * (1 - load) - 1;
  const beyond = (t: number): number => {
    const behind = Math.abs(drain) < 1e-9 ? t : -Math.expm1(-drain * t) / drain;
    return Math.exp(-t) * (1 + waits * behind);
  };
  return root((t) => 1 - p - beyond(t), 0, 1e6);
}

/**
 * The probability σ that an arrival waits in G/M/1, from the transform of the gap between arrivals:
 * σ = E[e^{-(1 - σ) gap}]. The sojourn is exponential with mean 1/(1 - σ).
 */
export function gm1(transform: (s: number) => number): number {
  return root((sigma) => sigma - transform(1 - sigma), 0, 1 - 1e-9);
}

/** Round-robin over n servers: the gaps at each are sums of n exponential ones. */
export const roundRobinSigma = (servers: number, load: number): number =>
  gm1((s) => ((servers * load) / (servers * load + s)) ** servers);

/** Constant gaps: D/M/1. */
export const metronomeSigma = (load: number): number => gm1((s) => Math.exp(-s / load));

/** E[e^{-s X}] of a hyperexponential X with balanced means. */
export function hyperexponentialTransform(s: number, mean: number, scv: number): number {
  const first = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  const branch = (share: number): number => share / (1 + (s * mean) / (2 * share));
  return branch(first) + branch(1 - first);
}

/** Mean sojourn when batches of `size` come together to one server (M^[X]/M/1). */
export const batchSojourn = (size: number, load: number): number => (1 + size) / (2 * (1 - load));

/** Mean sojourn under power of d choices with infinitely many servers (Mitzenmacher 2001). */
export function powerOfD(d: number, load: number): number {
  let total = 0;
  for (let i = 1; ; i++) {
    const exponent = d === 1 ? i - 1 : (d ** i - d) / (d - 1);
    const term = load ** exponent;
    total += term;
    if (term < 1e-15) return total;
  }
}

/** Mean sojourn under redundancy-d with independent exponential copies on k servers (Gardner et al. 2017). */
export function redundancyD(servers: number, d: number, load: number): number {
  let total = 0;
  for (let i = d; i <= servers; i++) {
    total += 1 / ((servers * choose(servers - 1, d - 1)) / choose(i - 1, d - 1) - servers * load);
  }
  return total;
}

export interface HedgedTimes {
  readonly mean: number;
  /** Second copies for each task. */
  readonly extra: number;
  /** Share of the busy time that is not the winner's. */
  readonly wasted: number;
  readonly quantile: (p: number) => number;
}

/** A second, independent copy after a delay; times Exp(1), no queues: P(T > t) = e^{-t}, from the delay on e^{δ - 2t}. */
export function hedged(delay: number): HedgedTimes {
  const late = Math.exp(-delay);
  const early = 1 - late - delay * late;
  return {
    mean: 1 - late / 2,
    extra: late,
    // The first copy wins half of the races, and has run for the delay longer.
    wasted: 1 - (early + late * (0.5 + delay / 2)) / (early + late * (1 + delay)),
    quantile: (p) => (1 - p > late ? -Math.log(1 - p) : (delay - Math.log(1 - p)) / 2),
  };
}

/** A task of fixed length that starts anew after each failure; failures are Poisson, repairs take no time. */
export function restart(length: number, failureRate: number): Service & { readonly starts: number } {
  const survives = Math.exp(-failureRate * length);
  const failures = (1 - survives) / survives;
  const lost = 1 / failureRate - (length * survives) / (1 - survives);
  const lostSecond = 2 / failureRate ** 2 - ((length ** 2 + (2 * length) / failureRate) * survives) / (1 - survives);
  const mean = (Math.exp(failureRate * length) - 1) / failureRate;
  const variance = failures * (lostSecond - lost ** 2) + ((1 - survives) / survives ** 2) * lost ** 2;
  return { mean, second: variance + mean ** 2, starts: 1 + failures };
}

/** Expected maximum of n independent Exp(1): the n-th harmonic number. */
export const maxOfExponentials = (n: number): number => sum(Array.from({ length: n }, (_, i) => 1 / (i + 1)));

/** Machine repair: clients that think (mean `think`) and then wait for one of `servers`, M/M/c//N. */
export function closedQueue(clients: number, servers: number, think: number): { sojourn: number; utilisation: number } {
  const weights = [1];
  for (let n = 1; n <= clients; n++) {
    weights.push((weights[n - 1]! * (clients - n + 1)) / (think * Math.min(n, servers)));
  }
  const total = sum(weights);
  const busy = sum(weights.map((weight, n) => (weight / total) * Math.min(n, servers)));
  return { sojourn: clients / busy - think, utilisation: busy / servers };
}

/** Mean waits of two classes in M/G/1 when the first always goes before the second, without preemption (Cobham). */
export function priorityWaits(
  first: { readonly rate: number; readonly service: Service },
  second: { readonly rate: number; readonly service: Service },
): readonly [number, number] {
  const residual = (first.rate * first.service.second + second.rate * second.service.second) / 2;
  const urgent = 1 - first.rate * first.service.mean;
  return [residual / urgent, residual / (urgent * (urgent - second.rate * second.service.mean))];
}

/** The quantile of a task that meets one of several exponential sojourns, each as likely. */
export function mixedQuantile(p: number, means: readonly number[]): number {
  const below = (t: number): number => sum(means.map((mean) => -Math.expm1(-t / mean))) / means.length;
  return root((t) => below(t) - p, 0, 1e6);
}

/** Where a function that grows from negative to positive is zero. */
function root(f: (x: number) => number, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let step = 0; step < 200 && low < high; step++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

/** Lanczos' approximation (g = 7, nine terms), to 1e-14 for x > 0.5. */
function gamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const shifted = x - 1;
  const series = sum(terms.map((term, i) => (i === 0 ? term : term / (shifted + i))));
  const t = shifted + 7.5;
  return Math.sqrt(2 * Math.PI) * t ** (shifted + 0.5) * Math.exp(-t) * series;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Sarmenta 2001: the chance that at least m of 2m - 1 results are wrong, each with probability f. */
export const majorityError = (m: number, f: number): number =>
  sum(Array.from({ length: m }, (_, i) => choose(2 * m - 1, m + i) * f ** (m + i) * (1 - f) ** (m - 1 - i)));

/** Jobs until m of two kinds of result agree: the n-th decides if it is the m-th of its kind. */
export const mFirstJobs = (m: number, f: number): number =>
  sum(
    Array.from({ length: m }, (_, i) => {
      const n = m + i;
      return n * choose(n - 1, m - 1) * (f ** m * (1 - f) ** i + (1 - f) ** m * f ** i);
    }),
  );
