import { text } from "node:stream/consumers";
import type { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import * as z from "zod";

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

const Failure = z.object({
  __type: z.string().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/** One call, signed with the credentials of an SDK client. @throws Error named as AWS names it */
export async function callJson<T>(
  { config }: Pick<STSClient, "config">,
  { service, targetPrefix, contentType, variable }: JsonService,
  operation: string,
  input: object,
  schema: z.ZodType<T>,
): Promise<T> {
  const region = await config.region();
  const told = process.env[`AWS_ENDPOINT_URL_${variable}`] || process.env.AWS_ENDPOINT_URL;
  const endpoint = new URL(told || `https://${service}.${region}.amazonaws.com`);
  const signer = new SignatureV4({ service, region, credentials: config.credentials, sha256: config.sha256 });
  const request = await signer.sign({
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    ...(endpoint.port !== "" && { port: Number(endpoint.port) }),
    method: "POST",
    path: endpoint.pathname,
    query: {},
    headers: { host: endpoint.host, "content-type": contentType, "x-amz-target": `${targetPrefix}.${operation}` },
    body: JSON.stringify(input),
  });
  const { response } = await config.requestHandler.handle(request as never);
  const body = await text(response.body);
  if (response.statusCode >= 200 && response.statusCode < 300) return schema.parse(JSON.parse(body));
  const { __type = `HTTP ${response.statusCode}`, message, Message } = failureOf(body);
  // `namespace#Name`
  throw Object.assign(new Error(message ?? Message ?? body.slice(0, 300)), { name: __type.split("#").at(-1) });
}

function failureOf(body: string): z.infer<typeof Failure> {
  try {
    return Failure.safeParse(JSON.parse(body)).data ?? {};
  } catch {
    return {};
  }
}
