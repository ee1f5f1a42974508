import { createHttpHeaders, type HttpClient, type PipelineRequest } from "@azure/core-rest-pipeline";

/** A wire that answers each address from a table, in Resource Manager's shapes; what is not in it is an empty list. */
export function fakeArm(
  answers: (path: string, request: PipelineRequest) => { statusCode: number; body: unknown } | undefined,
): HttpClient {
  return {
    async sendRequest(request) {
      const { statusCode, body } = answers(new URL(request.url).pathname, request) ?? {
        statusCode: 200,
        body: { value: [] },
      };
      return {
        request,
        status: statusCode,
        headers: createHttpHeaders({ "content-type": "application/json" }),
        bodyAsText: JSON.stringify(body),
      };
    },
  };
}
