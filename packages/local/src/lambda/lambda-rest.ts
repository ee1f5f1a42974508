import { AwsError } from "../edge/aws-service.ts";
import { type Log, silentLog } from "../edge/log.ts";
import { jsonBody, type RestAnswer, type RestService } from "../edge/rest-service.ts";
import { type LambdaHost, type ListedLambdaHost, THROTTLED } from "./lambda-host.ts";
import { lambdaReads, readPrefixes } from "./lambda-reads.ts";

const PREFIX = "/2015-03-31/functions";
const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const HTTP_ERRORS: Readonly<Record<string, readonly [code: string, statusCode: number]>> = {
  "Lambda.ResourceNotFoundException": ["ResourceNotFoundException", 404],
  [THROTTLED]: ["TooManyRequestsException", 429],
  "Lambda.RequestTooLargeException": ["RequestTooLargeException", 413],
};

/**
 * Lambda's Invoke API, and what its functions are. RequestResponse answers what the function returned; Event answers 202 at once and is not retried
 * (unlike on AWS, where an asynchronous call is tried twice more); DryRun only looks whether the function is there.
 */
export function lambdaRest(host: ListedLambdaHost, log: Log = silentLog): RestService {
  return {
    pathPrefixes: [PREFIX, ...readPrefixes],
    bodyLimitBytes: 6 * 1_048_576,
    async handle(request) {
      if (request.method === "GET") return lambdaReads(host, request);
      const name = PATH.exec(request.path)?.[1];
      if (name === undefined || request.method !== "POST")
        throw new AwsError(
          "UnknownOperationException",
          `Lambda here has no ${request.method} ${request.path}; it has Invoke and reads.`,
          404,
        );
      const functionName = decodeURIComponent(name);
      const payload = jsonBody(request);
      switch (request.headers["x-amz-invocation-type"] ?? "RequestResponse") {
        case "DryRun":
          needFunction(host, functionName);
          return { statusCode: 204 };
        case "Event":
          needFunction(host, functionName);
          void host.invoke(functionName, payload).then((result) => {
            if (!result.ok) log("warn", "asynchronous invocation failed", { functionName, ...result.error });
          });
          return { statusCode: 202 };
        default:
          return answerOf(await host.invoke(functionName, payload));
      }
    },
  };
}

function needFunction(host: LambdaHost, name: string): void {
  if (!host.has(name)) throw new AwsError("ResourceNotFoundException", `Function not found: ${name}`, 404);
}

function answerOf(result: Awaited<ReturnType<LambdaHost["invoke"]>>): RestAnswer {
  const headers = { "x-amz-executed-version": "$LATEST" };
  if (result.ok) return { statusCode: 200, headers, body: result.payload };
  const refused = HTTP_ERRORS[result.error.errorType];
  if (refused) throw new AwsError(refused[0], result.error.errorMessage, refused[1]);
  return { statusCode: 200, headers: { ...headers, "x-amz-function-error": "Unhandled" }, body: result.error };
}
