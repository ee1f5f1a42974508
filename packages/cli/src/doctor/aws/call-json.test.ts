import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { callJson, type JsonService } from "./call-json.ts";

const SQS: JsonService = {
  service: "sqs",
  targetPrefix: "AmazonSQS",
  contentType: "application/x-amz-json-1.0",
  variable: "SQS",
};
const client = new STSClient({ region: "eu-west-1", credentials: { accessKeyId: "AKIA", secretAccessKey: "key" } });

describe("cli/doctor/aws/call-json", () => {
  let server: Server;
  let answer: { status: number; body: string };
  let asked: IncomingMessage | undefined;
  beforeEach(async () => {
    server = createServer((request, response) => {
      asked = request;
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await new Promise((done) => server.close(done));
  });
  const call = () => callJson(client, SQS, "GetQueueUrl", { QueueName: "q" }, z.object({ QueueUrl: z.string() }));

  it("signs for the service and the Region, and parses the answer", async () => {
    answer = { status: 200, body: '{"QueueUrl":"https://q"}' };

    expect(await call()).toEqual({ QueueUrl: "https://q" });
    expect(asked?.headers["x-amz-target"]).toBe("AmazonSQS.GetQueueUrl");
    expect(asked?.headers.authorization).toMatch(/Credential=AKIA\/\d{8}\/eu-west-1\/sqs\/aws4_request/);
  });

  it.each([
    ['{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"gone"}', "QueueDoesNotExist", "gone"],
    ['{"__type":"AccessDeniedException","Message":"no"}', "AccessDeniedException", "no"],
    ["<html>", "HTTP 400", "<html>"],
  ])("rejects with AWS's own name for %s", async (body, name, message) => {
    answer = { status: 400, body };

    await expect(call()).rejects.toMatchObject({ name, message });
  });
});
