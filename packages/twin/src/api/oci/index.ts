import type { RestApi } from "../rest-api.ts";

/** Nothing is served yet. */
export const ociApi: RestApi = {
  prefix: "oci",
  call: () => ({ statusCode: 404, body: { error: { code: "NotFound", message: "no such operation" } } }),
};
