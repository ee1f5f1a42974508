export { createLambdaHost, type HostedFunction, type LambdaHandler } from "./create-lambda-host.ts";
export type { LambdaHost } from "./lambda-host.ts";
export { lambdaRest } from "./lambda-rest.ts";
