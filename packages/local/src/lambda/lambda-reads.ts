import { AwsError } from "../edge/aws-service.ts";
import type { RestAnswer, RestRequest } from "../edge/rest-service.ts";
import { bareFunctionName } from "./function-name.ts";
import type { FunctionFacts, ListedLambdaHost } from "./lambda-host.ts";

const SETTINGS = "/2016-08-19/account-settings";
const CONCURRENCY = "/2019-09-30/functions";
const LIST = /^\/2015-03-31\/functions\/?$/;
const CONCURRENCY_OF = /^\/2019-09-30\/functions\/([^/]+)\/concurrency$/;
const PAGE_COUNT = 50; // Lambda's own, however many are asked for
const ACCOUNT_CONCURRENCY = 1_000; // of an account whose quota nobody has changed

/** Paths of reads that have a version of their own. */
export const readPrefixes = [SETTINGS, CONCURRENCY] as const;

/** ListFunctions, GetFunctionConcurrency and GetAccountSettings. @throws AwsError */
export function lambdaReads(host: ListedLambdaHost, { path, query }: RestRequest): RestAnswer {
  if (LIST.test(path)) return { statusCode: 200, body: pageOf(host.list(), query.get("Marker") ?? "") };
  if (path === SETTINGS) return { statusCode: 200, body: accountOf(host.list()) };
  const name = CONCURRENCY_OF.exec(path)?.[1];
  if (name === undefined) throw new AwsError("UnknownOperationException", `Lambda here has no GET ${path}.`, 404);
  const wanted = bareFunctionName(decodeURIComponent(name));
  const found = host.list().find((one) => one.name === wanted);
  if (!found) throw new AwsError("ResourceNotFoundException", `Function not found: ${wanted}`, 404);
  const { reservedConcurrency } = found;
  return {
    statusCode: 200,
    body: reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency },
  };
}

/** The marker is the last name of the page before. */
function pageOf(functions: readonly FunctionFacts[], marker: string): object {
  const left = functions.filter(({ name }) => name > marker);
  const page = left.slice(0, PAGE_COUNT);
  return {
    Functions: page.map(({ name, arn, timeoutMs, memoryMb }) => ({
      FunctionName: name,
      FunctionArn: arn,
      Runtime: "nodejs24.x",
      Timeout: Math.ceil(timeoutMs / 1_000),
      MemorySize: memoryMb,
    })),
    ...(left.length > page.length && { NextMarker: page.at(-1)?.name }),
  };
}

function accountOf(functions: readonly FunctionFacts[]): object {
  const reservedCount = functions.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
  return {
    AccountLimit: {
      ConcurrentExecutions: ACCOUNT_CONCURRENCY,
      UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - reservedCount,
    },
    AccountUsage: { FunctionCount: functions.length },
  };
}
