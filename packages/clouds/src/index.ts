export { allClouds } from "./_all.gen.ts";
export type {
  Capability,
  Cloud,
  CloudContext,
  CloudProfile,
  PriceRequest,
  RefreshedPrices,
  RefreshPrices,
  SkippedPrice,
} from "./_shared/define-cloud.ts";
export { cloudErrors } from "./_shared/errors.ts";
export { alarmReader } from "./alarm-reader.ts";
export { type DiscoveryScopes, discoverClouds, loadDiscovery } from "./discover-clouds.ts";
export { scopesOf } from "./discovery-scopes.ts";
export { estimatesOf } from "./estimates.ts";
export { checkFaultTests, makeFaultTests } from "./make-fault-tests.ts";
export { makeProvisioning } from "./make-provisioning.ts";
export { checkSteering, makeSteering } from "./make-steering.ts";
export { routeConfigsFor } from "./route-configs.ts";
