export { type Baseline, baselineOf } from "./baseline.ts";
export { commonExcess } from "./common-excess.ts";
export { type JudgeRules, judgeSeries, type SeriesFinding } from "./judge-series.ts";
export type { CostSeries } from "./series.ts";
