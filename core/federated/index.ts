export { RenyiAccountant } from './accountant.ts';
export { PrivacyBudget, type PrivacyLimit } from './budget.ts';
export { type Composition, composedEpsilon, epsilonFloor, noiseFor } from './calibrate.ts';
export { type Conversion, conversions, orderGrids } from './conversion.ts';
export { analyticEpsilon, analyticNoise, classicNoise } from './gaussian.ts';
export { sampledGaussianRdp } from './renyi.ts';
export { countedBits, expansion, memberBits } from './secure-cost.ts';
export { checkSecure, defaultThreshold, type SecureSettings, sumWidth } from './secure-settings.ts';
export { type DropOut, secureSum } from './secure-sum.ts';
