export { intentError, intentErrors } from "./errors.ts";
export { type Advance, advanceProvisioning, ProvisionOrder } from "./use-cases/advance-provisioning.ts";
export { EndOrder, endProvisioning } from "./use-cases/end-provisioning.ts";
export { type Proven, proveConnections } from "./use-cases/prove-connections.ts";
export { showIntent } from "./use-cases/show-intent.ts";
export { submitIntents } from "./use-cases/submit-intents.ts";
export { type Withdrawal, WithdrawOrder, withdrawProvisioning } from "./use-cases/withdraw-provisioning.ts";
export * from "./understand/index.ts";
