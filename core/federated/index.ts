export { RenyiAccountant } from './accountant.ts';
export { type Composition, composedEpsilon, epsilonFloor, noiseFor } from './calibrate.ts';
export { type Conversion, conversions, orderGrids } from './conversion.ts';
export { analyticEpsilon, analyticNoise, classicNoise } from './gaussian.ts';
export { sampledGaussianRdp } from './renyi.ts';
