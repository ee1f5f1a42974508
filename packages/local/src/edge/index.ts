export type { AwsService } from "./aws-service.ts";
export { startEdge } from "./edge-server.ts";
export type { Log } from "./log.ts";
export type { RestService } from "./rest-service.ts";
