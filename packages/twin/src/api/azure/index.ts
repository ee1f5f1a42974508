import type { RestApi } from "../rest-api.ts";

/** Nothing is served yet. */
export const azureApi: RestApi = {
  prefix: "azure",
  call: () => ({ statusCode: 404, body: { error: { code: "NotFound", message: "no such operation" } } }),
};
