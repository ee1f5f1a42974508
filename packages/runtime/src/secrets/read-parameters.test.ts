import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readParameters } from "./read-parameters.ts";

const PATH = "/skylane/secrets";
let server: Server;
let calls: { readonly target: unknown; readonly body: unknown }[];
let answer: (call: number) => { readonly status: number; readonly body: object };

/** Parameter Store as far as it is asked: JSON 1.1, one operation, pages. */
beforeEach(async () => {
  calls = [];
  server = createServer(async (request, response) => {
    const body = JSON.parse((await request.toArray()).join(""));
    calls.push({ target: request.headers["x-amz-target"], body });
    const { status, body: said } = answer(calls.length);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(said));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  vi.stubEnv("AWS_ENDPOINT_URL_SSM", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.close();
});

const parameter = (name: string, Value: string) => ({ Name: `${PATH}/${name}`, Type: "SecureString", Value });

describe("runtime/secrets/read-parameters", () => {
  it("reads all pages, decrypted, by the last part of the name", async () => {
    answer = (call) => ({
      status: 200,
      body:
        call === 1
          ? { Parameters: [parameter("slack-webhook", "w")], NextToken: "more" }
          : { Parameters: [parameter("drill-report-key", "-----BEGIN\nk\n-----END")] },
    });

    expect([...(await readParameters(PATH, "us-east-1"))]).toEqual([
      ["slack-webhook", "w"],
      ["drill-report-key", "-----BEGIN\nk\n-----END"],
    ]);
    expect(calls).toEqual([
      { target: "AmazonSSM.GetParametersByPath", body: { Path: PATH, WithDecryption: true } },
      { target: "AmazonSSM.GetParametersByPath", body: { Path: PATH, WithDecryption: true, NextToken: "more" } },
    ]);
  });

  it("says what was refused and what to allow, and repeats no value of a page it had", async () => {
    answer = (call) =>
      call === 1
        ? { status: 200, body: { Parameters: [parameter("slack-webhook", "hush-hush")], NextToken: "more" } }
        : { status: 400, body: { __type: "AccessDeniedException", message: "no kms:Decrypt" } };

    const failed = readParameters(PATH, "us-east-1");

    await expect(failed).rejects.toMatchObject({ code: "ERR_SECRETS_UNAVAILABLE", kind: "unavailable" });
    await expect(failed).rejects.toThrow(
      /below \/skylane\/secrets in us-east-1 .*no kms:Decrypt.*ssm:GetParametersByPath/,
    );
    await expect(failed).rejects.not.toThrow("hush-hush");
  });
});
