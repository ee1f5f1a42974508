import type { STSClient } from "@aws-sdk/client-sts";
import { awsEndpoint, jsonFailure, jsonOf } from "@skylane/clouds/aws/json-calls";
import { signedJson } from "@skylane/clouds/aws/signed-json";
import type * as z from "zod";

/** A service that speaks AWS's JSON protocol, of which the doctor needs one call: no reason for an SDK client more. */
export interface JsonService {
  /** As signatures name it, e.g. `sqs`. */
  readonly service: string;
  /** What stands before the operation in `X-Amz-Target`. */
  readonly targetPrefix: string;
  readonly contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1";
  /** The end of `AWS_ENDPOINT_URL_<…>`. */
  readonly variable: string;
}

/** One call, signed with the credentials of an SDK client. @throws Error named as AWS names it */
export async function callJson<T>(
  { config }: Pick<STSClient, "config">,
  { service, targetPrefix, contentType, variable }: JsonService,
  operation: string,
  input: object,
  schema: z.ZodType<T>,
): Promise<T> {
  const endpoint = awsEndpoint(service, variable, await config.region(), process.env);
  const { statusCode, body } = await signedJson(config, {
    service,
    endpoint,
    target: `${targetPrefix}.${operation}`,
    contentType,
    input,
  });
  if (statusCode >= 200 && statusCode < 300) return schema.parse(JSON.parse(body));
  const { name = `HTTP ${statusCode}`, message = body.slice(0, MESSAGE_LENGTH) } = jsonFailure(jsonOf(body));
  throw Object.assign(new Error(message), { name });
}

const MESSAGE_LENGTH = 300;
