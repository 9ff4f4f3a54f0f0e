// Distributions as they are resolved.

/** A distribution of a positive quantity; its parameters are in the base unit of what it describes. */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'erlang'; readonly k: number; readonly mean: number }
  /** Two branches with balanced means: p1/m1 = p2/m2 in load. `scv` >= 1. */
  | { readonly kind: 'hyperexponential'; readonly mean: number; readonly scv: number }
  /** The same with any branches: each of them as likely as its share, and exponential. Shares add up to 1. */
  | { readonly kind: 'phases'; readonly phases: readonly Phase[] }
  /** exp(N(mu, sigma)) in the base unit. {median, p99} and {mu, sigma, unit} both become this. */
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'weibull'; readonly shape: number; readonly scale: number }
  /** P(X > x) = (scale/x)^shape for x >= scale. */
  | { readonly kind: 'pareto'; readonly shape: number; readonly scale: number }
  | { readonly kind: 'empirical'; readonly values: readonly number[] };

/** One branch of a hyperexponential distribution. */
interface Phase {
  readonly share: number;
  readonly mean: number;
}
