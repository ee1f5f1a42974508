export { cloudError } from "../errors.ts";
export type { AzureIdentity, Federation, GcpIdentity } from "./federation.ts";
export { keepFresh } from "./keep-fresh.ts";
