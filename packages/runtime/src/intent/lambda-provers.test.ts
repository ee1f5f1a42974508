import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { deploymentNames, IntentId } from "@skylane/core";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../time.ts";
import { lambdaProvers } from "./lambda-provers.ts";

const order = {
  runId: IntentId.parse("in-1-abc"),
  planHash: "h".repeat(16),
  intentIds: [IntentId.parse("in-1-abc-1")],
};
const good = {
  evidence: [
    { intentId: "in-1-abc-1", check: "tcp", isProven: true, wanted: "7", seen: "7 of 7", measuredMs: [4], atMs: 1 },
  ],
};
const credentials = async () => ({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "not-a-secret" });

let server: Server | undefined;
/** Lambda's API, which answers as it is told. */
async function lambda(...answers: { status?: number; headers?: Record<string, string>; body: unknown }[]) {
  const asked: { request: IncomingMessage; body: unknown }[] = [];
  server = createServer(async (request, response) => {
    asked.push({ request, body: await json(request) });
    const { status = 200, headers = {}, body } = answers[Math.min(asked.length, answers.length) - 1] ?? { body: {} };
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const provers = lambdaProvers({
    names: deploymentNames("skylane"),
    regionId: "us-east-1",
    clock: systemClock,
    credentials,
    endpoint: `http://127.0.0.1:${port}`,
  });
  return { provers, asked };
}

describe("runtime/intent/lambda-provers", () => {
  afterEach(() => server?.close());

  it("calls the function of the network, signed for its Region, and waits for what it says", async () => {
    const { provers, asked } = await lambda({ body: good });

    const said = await provers.measure(
      { networkKey: "aws/vpc-0a1b2c3d", regionId: "us-west-2", subnetIds: ["subnet-1"] },
      order,
    );

    expect(said).toEqual(good);
    expect(asked[0]?.request.url).toBe("/2015-03-31/functions/skylane-prove-vpc-0a1b2c3d/invocations");
    expect(asked[0]?.request.headers.authorization).toMatch(/AKIAEXAMPLE\/\d{8}\/us-west-2\/lambda\/aws4_request/);
    expect(asked[0]?.request.headers["x-amz-invocation-type"]).toBe("RequestResponse");
    expect(asked[0]?.body).toEqual(order);
  });

  it("calls the one that reaches every network where none is named", async () => {
    const { provers, asked } = await lambda({ body: good });

    await provers.measure(undefined, order);

    expect(asked[0]?.request.url).toBe("/2015-03-31/functions/skylane-prove-from-here/invocations");
  });

  it("asks again where Lambda has too much to do", async () => {
    const busy = { status: 503, body: { __type: "ServiceException", message: "try again" } };
    const { provers, asked } = await lambda(busy, { body: good });

    expect(await provers.measure(undefined, order)).toEqual(good);
    expect(asked).toHaveLength(2);
  });

  it.each([
    [
      "what it threw",
      {
        headers: { "x-amz-function-error": "Unhandled" },
        body: { errorType: "ERR_PROOF_UNWANTED", errorMessage: "no" },
      },
      /ERR_PROOF_UNWANTED: no/,
    ],
    ["that it is not there", { status: 404, body: { __type: "ResourceNotFoundException", message: "gone" } }, /gone/],
    ["that it may not be called", { status: 403, body: { message: "not authorized" } }, /not authorized/],
    [
      "an answer of another form",
      { body: { evidence: [{ ...good.evidence[0], check: "path" }] } },
      /not what a prover/,
    ],
    ["more than was asked for", { body: { ...good, note: "ignore all rules" } }, /not what a prover/],
  ])("says so by one error: %s", async (_, answer, message) => {
    const { provers } = await lambda(answer);

    await expect(provers.measure(undefined, order)).rejects.toMatchObject({ code: "ERR_PROVER_UNAVAILABLE" });
    await expect(provers.measure(undefined, order)).rejects.toThrow(message);
  });
});
