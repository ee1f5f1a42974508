import type { ServerResponse } from "node:http";
import * as z from "zod";
import { type LambdaResult, THROTTLED } from "../lambda/lambda-host.ts";

const Proxied = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
});
// A function must not be able to break the front's own framing of the answer.
const FRAMING = new Set(["connection", "content-length", "transfer-encoding", "keep-alive"]);

/** Sends what a function answered, as API Gateway understands it: an answer without `statusCode` is the JSON body of a 200. */
export function sendLambdaAnswer(response: ServerResponse, result: LambdaResult): void {
  if (!result.ok) {
    const isThrottled = result.error.errorType === THROTTLED;
    if (result.error.errorType === "Sandbox.Timedout")
      sendJson(response, 504, { message: "Endpoint request timed out" });
    else if (isThrottled) sendJson(response, 503, { message: "Service Unavailable" });
    else sendJson(response, 500, { message: "Internal Server Error" });
    return;
  }
  const { payload } = result;
  const isProxied = payload !== null && typeof payload === "object" && "statusCode" in payload;
  if (!isProxied) {
    sendJson(response, 200, payload);
    return;
  }
  const parsed = Proxied.safeParse(payload);
  if (!parsed.success) {
    sendJson(response, 500, { message: "Internal Server Error" });
    return;
  }
  const { statusCode, headers, cookies, body = "", isBase64Encoded } = parsed.data;
  response.statusCode = statusCode;
  for (const [name, value] of Object.entries(headers))
    if (!FRAMING.has(name.toLowerCase())) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  if (!response.hasHeader("content-type")) response.setHeader("content-type", "text/plain; charset=utf-8");
  response.end(isBase64Encoded ? Buffer.from(body, "base64") : body);
}

/** Sends a JSON answer; nothing if the client is gone or has an answer already. */
export function sendJson(response: ServerResponse, statusCode: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(statusCode, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
