import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { MARSHALLING, type TableCalls } from "../store/table-calls.ts";
import { type CallerOptions, type JsonCaller, jsonCaller } from "./json-caller.ts";

/** DynamoDB's calls without its client. */
export const signedTables = (options: CallerOptions): TableCalls =>
  tablesOf(
    jsonCaller(
      {
        service: "dynamodb",
        variable: "DYNAMODB",
        targetPrefix: "DynamoDB_20120810",
        contentType: "application/x-amz-json-1.0",
      },
      options,
    ),
  );

const tablesOf = (call: JsonCaller): TableCalls => ({
  get: async (input) => ItemAnswer.parse(await call("GetItem", onWire(input))),
  put: (input) => call("PutItem", onWire(input)) as Promise<object>,
  update: async (input) => UpdateAnswer.parse(await call("UpdateItem", onWire(input))),
  delete: (input) => call("DeleteItem", onWire(input)) as Promise<object>,
  query: async (input) => PageAnswer.parse(await call("Query", onWire(input))),
  scan: async (input) => PageAnswer.parse(await call("Scan", onWire(input))),
  batchWrite: async ({ RequestItems = {}, ...input }) =>
    BatchAnswer.parse(
      await call("BatchWriteItem", {
        ...input,
        RequestItems: Object.fromEntries(
          Object.entries(RequestItems).map(([table, requests]) => [table, requests.map(requestOnWire)]),
        ),
      }),
    ),
});

/** The parts of an input that hold values of items. */
const VALUES = new Set(["Item", "Key", "ExpressionAttributeValues", "ExclusiveStartKey"]);

const onWire = (input: object): object =>
  Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      VALUES.has(name) && value !== undefined ? withBytes(marshall(value, MARSHALLING), asText) : value,
    ]),
  );

/** A marshalled value with its bytes in another form: JSON has them as base64. */
const withBytes = (value: unknown, to: (bytes: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => withBytes(one, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const isBytes = name === "B" && (typeof one === "string" || one instanceof Uint8Array);
      return [name, isBytes ? to(one) : withBytes(one, to)];
    }),
  );
};
const asText = (bytes: unknown): unknown =>
  bytes instanceof Uint8Array ? Buffer.from(bytes).toString("base64") : bytes;
const asBytes = (text: unknown): unknown =>
  typeof text === "string" ? new Uint8Array(Buffer.from(text, "base64")) : text;

type Request = NonNullable<Parameters<TableCalls["batchWrite"]>[0]["RequestItems"]>[string][number];
const requestOnWire = ({ PutRequest, DeleteRequest }: Request): object => ({
  ...(PutRequest && { PutRequest: onWire(PutRequest) }),
  ...(DeleteRequest && { DeleteRequest: onWire(DeleteRequest) }),
});

const Values = z
  .record(
    z.string(),
    z.custom<AttributeValue>((value) => typeof value === "object" && value !== null),
  )
  .transform((values) => unmarshall(withBytes(values, asBytes) as Record<string, AttributeValue>));
const ItemAnswer = z.object({ Item: Values.optional() });
const UpdateAnswer = z.object({ Attributes: Values.optional() });
const PageAnswer = z.object({ Items: z.array(Values).optional(), LastEvaluatedKey: Values.optional() });
const BatchAnswer = z.object({
  UnprocessedItems: z
    .record(
      z.string(),
      z.array(
        z.object({
          PutRequest: z.object({ Item: Values }).optional(),
          DeleteRequest: z.object({ Key: Values }).optional(),
        }),
      ),
    )
    .optional(),
});
