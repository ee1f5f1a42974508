import { text } from "node:stream/consumers";
import type { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";

/** How a client of the SDK calls: its credentials and its connections. */
export type HowToCall = Pick<STSClient["config"], "credentials" | "region" | "requestHandler" | "sha256">;

/** A call of a service that speaks AWS's JSON protocol. */
export interface JsonCall {
  /** As signatures name it, e.g. `sqs`. */
  readonly service: string;
  readonly endpoint: URL;
  /** `X-Amz-Target`: prefix and operation. */
  readonly target: string;
  readonly contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1";
  readonly input: object;
}

/** One call, signed by the SDK's own signer and sent over the client's connections; answers whatever came. */
export async function signedJson(
  { credentials, region, requestHandler, sha256 }: HowToCall,
  { service, endpoint, target, contentType, input }: JsonCall,
  options?: { readonly requestTimeout: number; readonly abortSignal?: AbortSignal },
): Promise<{ readonly statusCode: number; readonly body: string }> {
  const signer = new SignatureV4({ service, region, credentials, sha256 });
  const request = await signer.sign({
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    ...(endpoint.port !== "" && { port: Number(endpoint.port) }),
    method: "POST",
    path: endpoint.pathname,
    query: {},
    headers: { host: endpoint.host, "content-type": contentType, "x-amz-target": target },
    body: JSON.stringify(input),
  });
  const { response } = await requestHandler.handle(request as never, options);
  return { statusCode: response.statusCode, body: await text(response.body) };
}
