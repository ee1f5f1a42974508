import { request } from "node:http";
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, it } from "vitest";
import { aBus, TARGET_ARN } from "../event-bus/fixture.ts";
import { AwsError, type AwsService } from "./aws-service.ts";
import { startEdge } from "./edge-server.ts";
import type { Listening } from "./listen.ts";
import type { RestService } from "./rest-service.ts";

const stepFunctions: AwsService = {
  targetPrefix: "AWSStepFunctions",
  contentType: "application/x-amz-json-1.0",
  async call(operation, body) {
    if (operation === "ListStateMachines") return { stateMachines: [], nextToken: JSON.stringify(body) };
    throw new AwsError("StateMachineDoesNotExist", "no such machine");
  },
};
const things: RestService = {
  pathPrefixes: ["/things"],
  async handle({ method, path, query, body }) {
    if (method === "DELETE") throw new TypeError("broken");
    return { statusCode: 201, headers: { "x-made": "yes" }, body: { path, q: query.get("q"), bytes: body.length } };
  },
};

describe("local/edge/edge-server", () => {
  const open: Listening[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((edge) => edge.close(0)));
  });
  const anEdge = async (services: readonly AwsService[] = [stepFunctions]): Promise<Listening> => {
    const edge = await startEdge({ port: 0, host: "127.0.0.1", services, restServices: [things] });
    open.push(edge);
    return edge;
  };
  const clientOptions = (edge: Listening) => ({
    region: "us-east-1",
    endpoint: edge.url,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });

  it("serves AWS's own EventBridge client, times and errors included", async () => {
    const { bus, calls } = aBus();
    const client = new EventBridgeClient(clientOptions(await anEdge([bus])));

    await client.send(new PutRuleCommand({ Name: "r", EventPattern: '{"source":["s"]}' }));
    await client.send(new PutTargetsCommand({ Rule: "r", Targets: [{ Id: "t", Arn: TARGET_ARN }] }));
    const Time = new Date("2026-03-04T05:06:07Z");
    const answer = await client.send(
      new PutEventsCommand({ Entries: [{ Source: "s", DetailType: "d", Detail: "{}", Time }, { Source: "s" }] }),
    );

    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries?.[1]?.ErrorCode).toBe("InvalidArgument");
    await expect.poll(() => calls).toMatchObject([{ input: { time: "2026-03-04T05:06:07Z" } }]);
    await expect(client.send(new TestEventPatternCommand({ EventPattern: "{}", Event: "{}" }))).rejects.toMatchObject({
      name: "InvalidEventPatternException",
    });
    client.destroy();
  });

  it("serves AWS's own Step Functions client", async () => {
    const client = new SFNClient(clientOptions(await anEdge()));

    const answer = await client.send(new ListStateMachinesCommand({ maxResults: 5 }));

    expect(answer.nextToken).toBe('{"maxResults":5}');
    client.destroy();
  });

  it("dispatches REST services by path", async () => {
    const edge = await anEdge();

    const answer = await ask(edge, { method: "POST", path: "/things/a%20b?q=1", body: "{}" });

    expect(answer).toMatchObject({ statusCode: 201, json: { path: "/things/a%20b", q: "1", bytes: 2 } });
    expect(answer.headers["x-made"]).toBe("yes");
  });

  it.each([
    ["an unknown service", { target: "Nowhere.Do" }, 400, "UnknownOperationException"],
    ["an unknown path", { path: "/nowhere" }, 404, "UnknownOperationException"],
    ["a path that only begins alike", { path: "/thingsome" }, 404, "UnknownOperationException"],
    ["a body that is no JSON", { target: "AWSStepFunctions.X", body: "{" }, 400, "SerializationException"],
    ["a service's own error", { target: "AWSStepFunctions.X" }, 400, "StateMachineDoesNotExist"],
    ["an unexpected error", { method: "DELETE", path: "/things" }, 500, "InternalFailure"],
    [
      "a body above the limit",
      { target: "AWSStepFunctions.X", body: "x".repeat(1_600_000) },
      413,
      "RequestEntityTooLargeException",
    ],
    ["a name that was made to resolve here", { host: "evil.example:80" }, 403, "AccessDeniedException"],
    ["a page of the web", { origin: "https://evil.example" }, 403, "AccessDeniedException"],
  ])("answers %s in the shape of AWS's errors", async (_what, wanted, statusCode, code) => {
    const answer = await ask(await anEdge(), { method: "POST", ...wanted });

    expect(answer.statusCode).toBe(statusCode);
    expect(answer.json).toMatchObject({ __type: code, message: expect.any(String) });
    expect(answer.headers["x-amzn-errortype"]).toBe(code);
    expect(answer.headers["x-amzn-requestid"]).toMatch(/^[\da-f-]{36}$/);
  });

  it("says which port is taken and what to do", async () => {
    const edge = await anEdge();

    await expect(startEdge({ port: edge.port, host: "127.0.0.1", services: [] })).rejects.toThrow(
      `Port ${edge.port} (the embedded AWS services) is used by another program. Stop that program, or choose another port with --aws-port`,
    );
  });
});

interface Ask {
  readonly method: string;
  readonly path?: string;
  readonly target?: string;
  readonly body?: string;
  readonly host?: string;
  readonly origin?: string;
}

function ask(
  { port }: Listening,
  { method, path = "/", target, body, host, origin }: Ask,
): Promise<{ statusCode: number | undefined; headers: Readonly<Record<string, unknown>>; json: unknown }> {
  const headers = {
    ...(target !== undefined && { "x-amz-target": target }),
    ...(host !== undefined && { host }),
    ...(origin !== undefined && { origin }),
  };
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path, headers }, async (response) => {
      const chunks = await response.toArray();
      const json: unknown = JSON.parse(Buffer.concat(chunks as Buffer[]).toString("utf8"));
      resolve({ statusCode: response.statusCode, headers: response.headers, json });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}
