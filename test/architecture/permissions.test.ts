import { createServer, type Server } from "node:http";
import { json } from "node:stream/consumers";
import { IntentSlots } from "@skylane/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Grant, grantsOfPort } from "../../infra/permissions.ts";
import { readStage } from "../../infra/stage.ts";
import { rememberingReader } from "../../packages/runtime/src/intent/remembering-reader.ts";
import { tableSpendStore } from "../../packages/runtime/src/narrate/spend-stores.ts";
import * as coord from "../../packages/runtime/src/ports/coord.ts";
import * as probing from "../../packages/runtime/src/ports/probing.ts";
import * as requesting from "../../packages/runtime/src/ports/requesting.ts";
import * as state from "../../packages/runtime/src/ports/state.ts";
import type { Part, Surroundings } from "../../packages/runtime/src/ports/surroundings.ts";
import { coordTable, stateTable } from "../../packages/runtime/src/ports/tables.ts";
import { loadSettings } from "../../packages/runtime/src/settings.ts";
import { packText } from "../../packages/runtime/src/store/state/packed.ts";
import { threadStore } from "../../packages/runtime/src/store/state/thread-store.ts";
import { randomIds, systemClock } from "../../packages/runtime/src/time.ts";
import { aReport } from "../support/cost-store-contract.ts";

/** A call that reached the table's address: the action of IAM, the table, and the partition keys it names. */
interface Call {
  readonly action: string;
  readonly table: string;
  readonly keys: readonly string[];
}
type Wire = Record<string, { S?: string }>;
interface Body {
  readonly TableName?: string;
  readonly Key?: Wire;
  readonly Item?: Wire;
  readonly ExpressionAttributeValues?: Wire;
  readonly ConditionExpression?: string;
  readonly RequestItems?: Record<string, { PutRequest?: { Item: Wire }; DeleteRequest?: { Key: Wire } }[]>;
}

let server: Server;
const calls: Call[] = [];
/** Whether the table holds what its callers did not expect: another was faster, and there are pieces to clear away. */
let isTaken = false;

/** What the table answers, by DynamoDB's JSON protocol. */
function answerOf(target: string, body: Body): { readonly status: number; readonly body: object } {
  if (isTaken && target.endsWith(".PutItem") && body.ConditionExpression !== undefined)
    return { status: 400, body: { __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException" } };
  if (isTaken && target.endsWith(".GetItem") && body.Key?.pk?.S === "BILLS")
    return { status: 200, body: { Item: BILL } };
  if (isTaken && target.endsWith(".Query")) return { status: 200, body: { Count: 1, Items: [PIECE] } };
  return { status: 200, body: {} };
}
const PIECE = {
  pk: { S: "x" },
  sk: { S: "0000" },
  doc: { M: { gzip: { S: "AAAA" }, atMs: { N: "1" }, pieceCount: { N: "1" } } },
};

/** A bill that a newer one takes the place of. */
const BILL = {
  doc: {
    M: {
      pieces: { S: "2026-11#x#0" },
      pieceCount: { N: "1" },
      report: {
        M: {
          form: { S: "json+br" },
          bytes: { B: Buffer.from(packText(JSON.stringify(aReport())).bytes).toString("base64") },
        },
      },
    },
  },
};

/** Reads a request of DynamoDB's JSON protocol as IAM does. */
function callOf(target: string, body: Body): Call {
  const action = `dynamodb:${target.split(".")[1]}`;
  if (body.RequestItems) {
    const [[table, requests] = ["", []]] = Object.entries(body.RequestItems);
    return {
      action,
      table,
      keys: requests.map(({ PutRequest, DeleteRequest }) => (PutRequest?.Item ?? DeleteRequest?.Key)?.pk?.S ?? ""),
    };
  }
  const key = (body.Key ?? body.Item)?.pk?.S ?? body.ExpressionAttributeValues?.[":pk"]?.S;
  return { action, table: body.TableName ?? "", keys: key === undefined ? [] : [key] };
}

const isAllowed = (grants: readonly Grant[], { action, table, keys }: Call): boolean =>
  grants.some(
    ({ actions, resources, conditions = [] }) =>
      actions.includes(action) &&
      resources.some((arn) => arn.endsWith(`:table/${table}`)) &&
      conditions.every(
        ({ values }) => keys.length > 0 && keys.every((key) => values.some((value) => fits(value, key))),
      ),
  );
const fits = (pattern: string, key: string): boolean =>
  pattern.endsWith("*") ? key.startsWith(pattern.slice(0, -1)) : key === pattern;

/** Something that has every field a key is made of, so that any method of a store comes as far as its request. */
const anything = {
  sampledAtMs: 1,
  slotMs: 1,
  slotsMs: [1],
  id: "x",
  runId: "dr-x",
  groupId: "g",
  pathId: "p",
  vantageId: "v",
  connectionId: "c",
  incidentId: "i",
  cloud: "aws",
  time: "2026-11-21T14:00:00.000Z",
  atMs: 1,
  askedAtMs: 1,
  openedAtMs: 1,
  finishedAtMs: 1,
  version: 1,
  status: "pending",
  state: "removed",
  intents: [],
  run: { runId: "dr-x" },
  group: { id: "x" },
  startMs: 0,
  spans: [{ startMs: 0 }],
  fromMs: 0,
  toMs: 1,
  untilMs: Number.MAX_SAFE_INTEGER,
  flowId: "f",
  connectionIds: ["c"],
  fromKey: "a",
  toKey: "b",
  priceRowIds: [],
  bytes: 1,
  coverageRatio: 1,
  month: "2026-11",
  billingMonth: "2026-11",
  alert: { id: "a" },
  minutes: [],
  traces: [{ traceId: "t" }],
};

const slots = { requirements: { compliance: [] } };

const place = { accountId: "111122223333", regionId: "us-east-1", name: "skylane" };
const stores = [
  ...Object.values(state),
  ...Object.values(coord),
  ...Object.values(requesting),
  // the same tables, without the SDK
  probing.health,
  probing.regionLease,
  // ports with a table and something else: their tables alone
  { name: "channels", make: ({ the }: Surroundings) => threadStore(the(stateTable), () => 0) },
  ...["reader", "queryReader"].map((name) => ({
    name,
    make: ({ the, clock, log }: Surroundings) => ({
      settle: () => tableSpendStore(...the(coordTable)).settle("2026-11-21", 2, 1),
      read: rememberingReader({ read: async () => slots }, { readAs: "-", schema: IntentSlots }, the(stateTable), {
        clock,
        log,
      }).read,
    }),
  })),
].map((port) => [port.name, port] as const);

describe("what a port sends is what its role may do", () => {
  let grantee: Parameters<typeof grantsOfPort>[1];
  let surroundings: Surroundings;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const target = String(request.headers["x-amz-target"]);
      const body = (await json(request)) as Body;
      calls.push(callOf(target, body));
      const answer = answerOf(target, body);
      response
        .writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify(answer.body));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${address.port}`);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    vi.stubEnv("SKYLANE_STAGES", "test/infra/stages");
    const stage = readStage("prod");
    grantee = { stage, place, other: { ...place, regionId: "us-west-2" }, isReader: false };
    const made = new Map<unknown, unknown>();
    surroundings = {
      settings: loadSettings({}),
      config: stage.config,
      clock: systemClock,
      ids: randomIds,
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      the<Value>(part: Part<Value>): Value {
        if (!made.has(part)) made.set(part, part.make(surroundings));
        return made.get(part) as Value;
      },
    };
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    calls.splice(0);
    isTaken = false;
  });

  it.each(stores)("%s", async (name, port) => {
    const grants = grantsOfPort(name, grantee).filter(({ actions }) =>
      actions.some((one) => one.startsWith("dynamodb:")),
    );
    const store = (await port.make(surroundings)) as unknown as Record<string, (...values: unknown[]) => unknown>;

    for (const taken of [false, true])
      for (const [method, call] of Object.entries(store)) {
        isTaken = taken;
        const before = calls.length;
        // of the ways to call it some are wrong, and it refuses before it sends anything
        for (const values of [
          [],
          ["x", "y", "z"],
          ["x", 60_000],
          [undefined, 5],
          [60_000, anything, anything],
          [60_000, 120_000],
          ["x", anything],
          ["x", [anything]],
          ["x", { ...anything, state: "ready" }],
          ["x", { ...anything, state: "ordering" }],
          [anything, anything],
          [anything, [], anything],
          [anything],
          [{ ...anything, status: "open" }],
          [[anything]],
          [[anything], [anything]],
        ])
          await Promise.resolve()
            .then(() => call(...values))
            .catch(() => undefined);
        expect(
          calls.length,
          `${name}.${method} sent nothing: give \`anything\` what its key is made of`,
        ).toBeGreaterThan(before);
      }

    expect(calls.filter((one) => !isAllowed(grants, one))).toEqual([]);
    const used = new Set(calls.map(({ action }) => action));
    const isRead = (action: string) => ["dynamodb:GetItem", "dynamodb:Query"].includes(action);
    const unused = grants.flatMap(({ actions }) => actions).filter((action) => !isRead(action) && !used.has(action));
    expect(unused, "granted, and never sent").toEqual([]);
  });
});
