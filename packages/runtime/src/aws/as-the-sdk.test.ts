import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fakeIdentityEndpoint, type IdentityRequest } from "../../../../test/support/fake-identity.ts";
import type { PutEvents } from "../publish/put-events.ts";
import { sdkBus } from "../publish/sdk-bus.ts";
import { sdkTables } from "../store/sdk-tables.ts";
import type { TableCalls } from "../store/table-calls.ts";
import { systemClock } from "../time.ts";
import { signedBus } from "./signed-bus.ts";
import { signedTables } from "./signed-tables.ts";

const TableName = "skylane-state";
const doc = {
  rttMs: 1.5,
  from: "us-east-1",
  isUp: true,
  none: null,
  samples: [1, 2],
  nested: { left: undefined, right: "ü" },
};
const packed = {
  pk: "HEALTH",
  sk: "v1#~0",
  doc: { B: "not bytes", atMs: 1, paths: { bytes: new Uint8Array([0, 255, 7]) } },
};
const item = { pk: "HEALTH", sk: "v1#dx", doc };

/** One call of each kind that a table is asked by. */
const ON_TABLES: readonly (readonly [name: string, call: (tables: TableCalls) => Promise<object>, answer: object])[] = [
  [
    "get",
    (tables) => tables.get({ TableName, Key: { pk: "REGION" }, ConsistentRead: true }),
    { Item: { pk: { S: "REGION" }, epoch: { N: "7" } } },
  ],
  ["get what is not there", (tables) => tables.get({ TableName, Key: { pk: "REGION" } }), {}],
  ["put", (tables) => tables.put({ TableName, Item: item, ConditionExpression: "attribute_not_exists(pk)" }), {}],
  ["put bytes", (tables) => tables.put({ TableName, Item: packed }), {}],
  [
    "get bytes",
    (tables) => tables.get({ TableName, Key: { pk: "HEALTH", sk: "v1#~0" } }),
    {
      Item: {
        doc: { M: { B: { S: "not bytes" }, list: { L: [{ B: "AP8H" }] }, paths: { M: { bytes: { B: "AP8H" } } } } },
      },
    },
  ],
  [
    "update",
    (tables) =>
      tables.update({
        TableName,
        Key: { pk: "REGION" },
        UpdateExpression: "SET rvn = :rvn",
        ExpressionAttributeNames: { "#owner": "owner" },
        ExpressionAttributeValues: { ":rvn": "2", ":no": false, ":one": 1 },
        ReturnValues: "ALL_NEW",
      }),
    { Attributes: { rvn: { S: "2" }, isTold: { BOOL: false } } },
  ],
  ["delete", (tables) => tables.delete({ TableName, Key: { pk: "a", sk: "b" } }), {}],
  [
    "query",
    (tables) =>
      tables.query({
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": "HEALTH" },
        ExclusiveStartKey: { pk: "HEALTH", sk: "v1#dx" },
        Limit: 2,
      }),
    {
      Items: [
        {
          pk: { S: "HEALTH" },
          doc: { M: { rttMs: { N: "1.5" }, samples: { L: [{ N: "1" }] }, none: { NULL: true } } },
        },
      ],
      LastEvaluatedKey: { pk: { S: "HEALTH" }, sk: { S: "v1#vpn" } },
    },
  ],
  [
    "scan",
    (tables) =>
      tables.scan({
        TableName,
        FilterExpression: "begins_with(pk, :p)",
        ExpressionAttributeValues: { ":p": "DRILL#" },
      }),
    { Items: [] },
  ],
  [
    "write many, not all of which are taken",
    (tables) =>
      tables.batchWrite({
        RequestItems: {
          [TableName]: [{ PutRequest: { Item: item } }, { DeleteRequest: { Key: { pk: "a", sk: "b" } } }],
        },
      }),
    { UnprocessedItems: { [TableName]: [{ PutRequest: { Item: { pk: { S: "HEALTH" }, doc: { M: {} } } } }] } },
  ],
];

let answer: object = {};
let endpoint: Awaited<ReturnType<typeof fakeIdentityEndpoint>>;
beforeAll(async () => {
  endpoint = await fakeIdentityEndpoint(() => ({ body: JSON.stringify(answer) }));
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await endpoint.close();
});

const onWire = ({ url, headers, body }: IdentityRequest) => ({
  path: url.pathname,
  target: headers["x-amz-target"],
  type: headers["content-type"],
  body: JSON.parse(body) as unknown,
});
/** What both sent, and what both made of the answer. */
async function bothOf<Calls, Said extends object>(bySdk: Calls, signed: Calls, call: (calls: Calls) => Promise<Said>) {
  const before = endpoint.requests.length;
  const { $metadata: _, ...saidToSdk } = (await call(bySdk)) as Said & { $metadata?: unknown };
  const said = await call(signed);
  return { said: [saidToSdk, said], sent: endpoint.requests.slice(before).map(onWire) };
}

describe("runtime/aws, beside the SDK", () => {
  const options = { regionId: "eu-west-1", tryCount: 1, timeoutMs: 5_000, clock: systemClock };

  it.each(ON_TABLES)(
    "asks a table as the SDK's document client does, and understands the same: %s",
    async (_, call, answered) => {
      answer = answered;

      const { said, sent } = await bothOf(sdkTables("eu-west-1"), signedTables(options), call);

      expect(sent).toHaveLength(2);
      expect(sent[1]).toEqual(sent[0]);
      expect(said[1]).toEqual(said[0]);
    },
  );

  it("puts events as the SDK's client does, and understands which were not taken", async () => {
    answer = {
      FailedEntryCount: 1,
      Entries: [{ EventId: "1" }, { ErrorCode: "ThrottlingException", ErrorMessage: "later" }],
    };
    const entry = {
      EventBusName: "skylane",
      Source: "skylane.health",
      DetailType: "d",
      Detail: "{}",
      Time: new Date("2026-11-21T20:00:00.250Z"),
    };

    const { said, sent } = await bothOf<PutEvents, object>(sdkBus(options), signedBus(options), (put) =>
      put([entry, entry]),
    );

    expect(sent[1]).toEqual(sent[0]);
    expect(said[1]).toEqual(said[0]);
  });
});
