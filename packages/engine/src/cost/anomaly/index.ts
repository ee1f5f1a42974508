export { type Baseline, baselineOf } from "./baseline.ts";
export { commonExcess } from "./common-excess.ts";
export { type CostHistory, costHistory } from "./cost-history.ts";
export { type JudgeRules, judgeSeries, type SeriesFinding } from "./judge-series.ts";
export { type NoticedRouteChange, routeChangesOf } from "./route-changes.ts";
export type { CostSeries } from "./series.ts";
export { severityOf, type Tracked, trackAnomalies } from "./track-anomalies.ts";
export { costWatch, type WatchedCosts } from "./watch-costs.ts";
export { type PricedHop, usdPerGbOf, wayPrices } from "./way-prices.ts";
