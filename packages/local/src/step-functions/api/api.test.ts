import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AwsError } from "../../edge/aws-service.ts";
import { LAMBDA, lambdaTask, only, openWorld, ROLE_ARN, settle, untilEnded, type World } from "../fixture.ts";

/** The wire as the edge serves it: X-Amz-Target, JSON 1.0, errors by `__type`. */
async function serve(world: World): Promise<{ client: SFNClient; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const answer = (statusCode: number, body: object): void => {
      response.writeHead(statusCode, { "content-type": world.service.contentType }).end(JSON.stringify(body));
    };
    try {
      answer(200, (await world.service.call(operation, JSON.parse(Buffer.concat(chunks).toString()))) as object);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answer(error.statusCode, { __type: error.code, message: error.message });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  return {
    client,
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const definitionOf = (machine: object): string => JSON.stringify({ QueryLanguage: "JSONata", ...machine });
const pass = definitionOf(only({ Type: "Pass" }));
const slow = definitionOf(only({ Type: "Wait", Seconds: 60 }));

describe("local/step-functions/api", () => {
  let world: World;
  let wire: Awaited<ReturnType<typeof serve>>;
  let client: SFNClient;
  beforeEach(async () => {
    world = openWorld({ functions: { work: () => 7, ask: () => "asked" } });
    wire = await serve(world);
    client = wire.client;
  });
  afterEach(async () => {
    await wire.close();
    world.service.close();
  });
  const create = async (definition: string, name = "flow"): Promise<string> =>
    String((await client.send(new CreateStateMachineCommand({ name, definition, roleArn: ROLE_ARN }))).stateMachineArn);
  const start = async (stateMachineArn: string, name?: string, input?: string): Promise<string> =>
    String((await client.send(new StartExecutionCommand({ stateMachineArn, name, input }))).executionArn);

  it("the AWS SDK creates, starts, describes and reads the history", async () => {
    const stateMachineArn = await create(definitionOf(only(lambdaTask("work"))));
    const executionArn = await start(stateMachineArn, "fo-1", '{"a":1}');
    await untilEnded(world, executionArn);

    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));

    expect(described).toMatchObject({
      executionArn,
      stateMachineArn,
      name: "fo-1",
      status: "SUCCEEDED",
      input: '{"a":1}',
      output: "7",
    });
    expect(described.startDate).toEqual(new Date("2026-11-20T12:00:00Z"));
    expect(described.stopDate).toEqual(new Date("2026-11-20T12:00:00Z"));
    expect(events?.map(({ type }) => type)).toEqual([
      "ExecutionSucceeded",
      "TaskStateExited",
      "TaskSucceeded",
      "TaskStarted",
      "TaskScheduled",
      "TaskStateEntered",
      "ExecutionStarted",
    ]);
  });

  it("CreateStateMachine is idempotent for the same definition only", async () => {
    const arn = await create(pass);

    expect(await create(pass)).toBe(arn);
    await expect(create(slow)).rejects.toMatchObject({ name: "StateMachineAlreadyExists" });
  });

  it("UpdateStateMachine holds for executions started afterwards", async () => {
    const stateMachineArn = await create(slow);
    const before = await start(stateMachineArn, "before", '"in"');

    await client.send(
      new UpdateStateMachineCommand({
        stateMachineArn,
        definition: definitionOf(only({ Type: "Pass", Output: "new" })),
      }),
    );
    const after = await start(stateMachineArn, "after");

    expect(await untilEnded(world, after)).toMatchObject({ output: "new" });
    expect(await untilEnded(world, before)).toMatchObject({ output: "in" });
    await expect(client.send(new UpdateStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: "MissingRequiredParameter",
    });
  });

  it("the same name and input while running is the same execution; otherwise the name is taken", async () => {
    const stateMachineArn = await create(slow);
    const first = await client.send(new StartExecutionCommand({ stateMachineArn, name: "fo-1", input: '{"a":1}' }));
    world.timers.advance(5_000);

    const again = await client.send(new StartExecutionCommand({ stateMachineArn, name: "fo-1", input: '{"a":1}' }));
    expect(again).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    await expect(start(stateMachineArn, "fo-1", '{"a":2}')).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });

    await untilEnded(world, String(first.executionArn));
    await expect(start(stateMachineArn, "fo-1", '{"a":1}')).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  it.each([
    ["a name with a space", { name: "a b" }, "InvalidName"],
    ["a name of 81 characters", { name: "a".repeat(81) }, "InvalidName"],
    ["a name with a control character", { name: "a\u0007" }, "InvalidName"],
    ["input that is no JSON", { input: "{" }, "InvalidExecutionInput"],
    ["input above 256 KiB", { input: `"${"x".repeat(262_143)}"` }, "InvalidExecutionInput"],
    ["an ARN of something else", { stateMachineArn: "arn:aws:lambda:us-east-1:000000000000:function:x" }, "InvalidArn"],
    [
      "an unknown state machine",
      { stateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:no" },
      "StateMachineDoesNotExist",
    ],
    ["a field of a wrong type", { name: 5 as unknown as string }, "ValidationException"],
  ])("StartExecution refuses %s", async (_, change, name) => {
    const stateMachineArn = await create(pass);

    await expect(client.send(new StartExecutionCommand({ stateMachineArn, ...change }))).rejects.toMatchObject({
      name,
    });
  });

  it("input of exactly 256 KiB is accepted", async () => {
    const executionArn = await start(await create(pass), "big", `"${"x".repeat(262_142)}"`);

    expect(await untilEnded(world, executionArn)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("lists executions by status, newest first, page by page", async () => {
    const stateMachineArn = await create(slow);
    for (const name of ["a", "b", "c"]) await start(stateMachineArn, name);
    await client.send(new StopExecutionCommand({ executionArn: await start(stateMachineArn, "d") }));

    const first = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING", maxResults: 2 }),
    );
    const second = await client.send(
      new ListExecutionsCommand({
        stateMachineArn,
        statusFilter: "RUNNING",
        maxResults: 2,
        nextToken: first.nextToken,
      }),
    );
    const all = await client.send(new ListExecutionsCommand({ stateMachineArn }));

    expect(first.executions?.map(({ name }) => name)).toEqual(["c", "b"]);
    expect(second.executions?.map(({ name }) => name)).toEqual(["a"]);
    expect(second.nextToken).toBeUndefined();
    expect(all.executions?.map(({ name, status }) => [name, status])).toEqual([
      ["d", "ABORTED"],
      ["c", "RUNNING"],
      ["b", "RUNNING"],
      ["a", "RUNNING"],
    ]);
    await expect(
      client.send(new ListExecutionsCommand({ stateMachineArn, nextToken: first.nextToken })),
    ).rejects.toMatchObject({ name: "InvalidToken" });
  });

  it.each([false, true])("pages through a history (reverse: %s) without losing an event", async (reverseOrder) => {
    const executionArn = await start(await create(definitionOf(only(lambdaTask("work")))));
    await untilEnded(world, executionArn);

    const ids: number[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new GetExecutionHistoryCommand({ executionArn, reverseOrder, maxResults: 3, nextToken }),
      );
      ids.push(...(page.events ?? []).map(({ id }) => id ?? 0));
      nextToken = page.nextToken;
    } while (nextToken);

    expect(ids).toEqual(reverseOrder ? [7, 6, 5, 4, 3, 2, 1] : [1, 2, 3, 4, 5, 6, 7]);
  });

  it("lists and describes state machines", async () => {
    for (const name of ["c", "a", "b"]) await create(pass, name);

    const first = await client.send(new ListStateMachinesCommand({ maxResults: 2 }));
    const second = await client.send(new ListStateMachinesCommand({ maxResults: 2, nextToken: first.nextToken }));
    const described = await client.send(
      new DescribeStateMachineCommand({ stateMachineArn: first.stateMachines?.[0]?.stateMachineArn }),
    );

    expect([first, second].map((page) => page.stateMachines?.map(({ name }) => name))).toEqual([["a", "b"], ["c"]]);
    expect(described).toMatchObject({
      name: "a",
      status: "ACTIVE",
      definition: pass,
      roleArn: ROLE_ARN,
      type: "STANDARD",
    });
  });

  it("a deleted state machine finishes its executions and is gone afterwards", async () => {
    const stateMachineArn = await create(slow);
    const executionArn = await start(stateMachineArn);

    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      status: "DELETING",
    });
    await expect(start(stateMachineArn)).rejects.toMatchObject({ name: "StateMachineDeleting" });
    expect(await untilEnded(world, executionArn)).toMatchObject({ status: "SUCCEEDED" });

    await expect(client.send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: "StateMachineDoesNotExist",
    });
    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
  });

  it("SendTaskSuccess through the SDK ends a callback task", async () => {
    const ask = {
      Type: "Task",
      Resource: `${LAMBDA}.waitForTaskToken`,
      Arguments: { FunctionName: "ask", Payload: "{% $states.context.Task.Token %}" },
    };
    const executionArn = await start(await create(definitionOf(only(ask))));
    await settle();

    await client.send(
      new SendTaskSuccessCommand({ taskToken: String(world.lambda.calls[0]?.payload), output: '"yes"' }),
    );

    expect(await untilEnded(world, executionArn)).toMatchObject({ output: "yes" });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: "no", output: "1" }))).rejects.toMatchObject({
      name: "InvalidToken",
    });
  });

  it("refuses what it does not have", async () => {
    await expect(
      client.send(
        new DescribeExecutionCommand({ executionArn: "arn:aws:states:us-east-1:000000000000:execution:flow:x" }),
      ),
    ).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
    await expect(world.service.call("CreateActivity", {})).rejects.toMatchObject({ code: "UnknownOperationException" });
    await expect(
      world.service.call("CreateStateMachine", { name: "x", definition: pass, roleArn: ROLE_ARN, type: "EXPRESS" }),
    ).rejects.toMatchObject({
      code: "ValidationException",
      message: expect.stringContaining("type: must be STANDARD"),
    });
  });
});
