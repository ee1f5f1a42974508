import { jsonOf, signPost } from "@skylane/clouds/aws/json-calls";
import { type Clock, coreError, type DeploymentNames, MeasuredProof, type Provers } from "@skylane/core";
import * as z from "zod";
import { type KeysOf, ownKeys } from "../aws/aws-keys.ts";
import { failureIn } from "../aws/failures.ts";
import { postWithin } from "../aws/post.ts";
import { tryAgain } from "../aws/try-again.ts";

/** What Lambda answers where the function threw. */
const Thrown = z.looseObject({ errorType: z.string().default("Error"), errorMessage: z.string().default("") });

/** As long as the function may run, and a little. */
const TIMEOUT_MS = 125_000;
const TRY_COUNT = 3;

/** Where provers are, and as whom they are called. */
export interface ProverCalls {
  readonly names: Pick<DeploymentNames, "proverOf">;
  /** Region of the prover that reaches every network. */
  readonly regionId: string;
  readonly clock: Clock;
  readonly credentials?: KeysOf;
  /** Absent = Lambda's public address in the prover's Region. */
  readonly endpoint?: string | undefined;
}

/** Provers as functions of Lambda, each called by its name in its Region, and waited for. Calling one twice sends its packets twice, and does nothing else. */
export function lambdaProvers({
  names,
  regionId: ownRegionId,
  clock,
  credentials = ownKeys(),
  endpoint,
}: ProverCalls): Provers {
  const post = postWithin(TIMEOUT_MS);
  return {
    async measure(prover, order) {
      const name = names.proverOf(prover?.networkKey);
      const regionId = prover?.regionId ?? ownRegionId;
      const url = new URL(
        `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
        endpoint ?? `https://lambda.${regionId}.amazonaws.com`,
      );
      const body = JSON.stringify(order);
      const unavailable = (because: string, cause?: unknown) =>
        coreError("ERR_PROVER_UNAVAILABLE", `${name} in ${regionId} did not measure: ${because}`, { name }, cause);
      const invoke = async () => {
        const headers = { "content-type": "application/json", "x-amz-invocation-type": "RequestResponse" };
        const signing = { keys: await credentials(), regionId, service: "lambda", atMs: clock.nowMs() };
        const answer = await post(url, signPost({ url, headers, body }, signing), body);
        if (answer.statusCode !== 200) throw failureIn(answer.statusCode, answer.body);
        return answer;
      };
      const answer = await tryAgain(invoke, { clock, tryCount: TRY_COUNT }).catch((error: unknown) => {
        throw unavailable(error instanceof Error ? error.message : String(error), error);
      });
      const said = jsonOf(answer.body);
      if (answer.headers["x-amz-function-error"] !== undefined) {
        const { errorType, errorMessage } = Thrown.catch({ errorType: "Error", errorMessage: "" }).parse(said);
        throw unavailable(`${errorType}: ${errorMessage.slice(0, 500)}`);
      }
      const parsed = MeasuredProof.safeParse(said);
      if (!parsed.success) throw unavailable("its answer is not what a prover says", parsed.error);
      return parsed.data;
    },
  };
}
