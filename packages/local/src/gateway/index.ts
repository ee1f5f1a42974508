export { newApiToken } from "./api-token.ts";
export { startGateway } from "./start-gateway.ts";
