export type { HostedFunction, LambdaContext, LambdaHandler, LambdaHostOptions } from "./create-lambda-host.ts";
export { createLambdaHost } from "./create-lambda-host.ts";
export type { LambdaFailure, LambdaHost, LambdaResult } from "./lambda-host.ts";
export { lambdaRest } from "./lambda-rest.ts";
