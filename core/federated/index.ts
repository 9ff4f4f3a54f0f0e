export { RenyiAccountant } from './accountant.ts';
export type { Aggregation } from './aggregation.ts';
export { aggregations, findAggregation } from './aggregations.ts';
export { Aggregator, type AggregatorSettings } from './aggregator.ts';
export { PrivacyBudget } from './budget.ts';
export { BudgetWatch } from './budget-watch.ts';
export { type Composition, composedEpsilon, epsilonFloor, noiseFor } from './calibrate.ts';
export { CommittedData } from './committed-data.ts';
export { ControlVariate } from './control-variates.ts';
export { type Conversion, conversions, orderGrids } from './conversion.ts';
export { type Examples, evaluate } from './evaluate.ts';
export { analyticEpsilon, analyticNoise, classicNoise } from './gaussian.ts';
export { addGaussian } from './noise.ts';
export { pack } from './packing.ts';
export { secretOf } from './part.ts';
export { privateMean } from './private-mean.ts';
export { sampledGaussianRdp } from './renyi.ts';
export { countedBits, expansion, memberBits } from './secure-cost.ts';
export { SecureGather } from './secure-gather.ts';
export type { Identity, MemberAbort } from './secure-member.ts';
export { secureRisks } from './secure-risk.ts';
export { checkSecure, defaultThreshold, type SecureSettings, sumWidth } from './secure-settings.ts';
export { type DropOut, type SecureRun, secureSum } from './secure-sum.ts';
export { digestOfUpdate, type RunPart, SlicedTraining } from './sliced-training.ts';
export { type Misconduct, type PrivacyTerms, type SecureTerms, Trainer } from './trainer.ts';
export {
  decodeUpdate,
  encodeControl,
  encodeExamples,
  encodeRequest,
  encodeUpdate,
  initialModel,
  LAYERS_MAX,
  parametersOf,
  readRequest,
  type TrainingPlan,
} from './training.ts';
export { TrainingMachine } from './training-machine.ts';
export { TrainingTrace } from './training-trace.ts';
