export { intentError, intentErrors } from "./errors.ts";
export * from "./bulk/index.ts";
export * from "./understand/index.ts";
export { type Advance, advanceProvisioning, ProvisionOrder } from "./use-cases/advance-provisioning.ts";
export { EndOrder, endProvisioning } from "./use-cases/end-provisioning.ts";
export { orderIntent } from "./use-cases/order-intent.ts";
export { type Proven, proveConnections } from "./use-cases/prove-connections.ts";
export { showIntent } from "./use-cases/show-intent.ts";
export { submitIntents } from "./use-cases/submit-intents.ts";
export { type Withdrawal, WithdrawOrder, withdrawProvisioning } from "./use-cases/withdraw-provisioning.ts";
export const readBatch = async (
  b: import("@skylane/core").IntentBatch,
): Promise<readonly import("@skylane/core").IntentRequest[]> => b.intents ?? [];
export * from "./design/index.ts";
export * from "./policy/index.ts";
export * from "./preview/index.ts";
export * from "./words/index.ts";
