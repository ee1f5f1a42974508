export { AwsError, type AwsService } from "./aws-service.ts";
export { type EdgeOptions, edgeListener, startEdge } from "./edge-server.ts";
export type { Listening } from "./listen.ts";
export { type Log, silentLog } from "./log.ts";
export type { RestAnswer, RestRequest, RestService } from "./rest-service.ts";
