import type { DynamoDb, Item } from "../dynamodb/index.ts";
import { invalid } from "../dynamodb/index.ts";
import { inTurn } from "./in-turn.ts";
import type { Register } from "./register.ts";

/** The operations of a table with multi-Region strong consistency. */
export interface StrongTable {
  call(operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown>;
}

/**
 * A table whose items live in `register`. Expressions and conditions are DynamoDB's engine's own: an item is laid on
 * `bench`, a table in memory with the same key, the operation is done there, and what it left is what is proposed.
 */
export function createStrongTable(options: {
  readonly tableName: string;
  readonly keyNames: readonly string[];
  readonly register: Register;
  readonly bench: Pick<DynamoDb, "call">;
}): StrongTable {
  const { tableName: TableName, keyNames, register, bench } = options;
  const onBench = inTurn();
  const turns = new Map<string, ReturnType<typeof inTurn>>();
  const turnOf = (key: string): ReturnType<typeof inTurn> => {
    const turn = turns.get(key) ?? inTurn();
    turns.set(key, turn);
    return turn;
  };
  const keyOf = (from: unknown): Item => pickKey(keyNames, from);
  const put = (item: Item): Promise<unknown> => bench.call("PutItem", { TableName, Item: item });
  const remove = (key: Item): Promise<unknown> => bench.call("DeleteItem", { TableName, Key: key });

  const tryOut = (operation: string, input: unknown, key: Item, item: Item | undefined) =>
    onBench(async () => {
      if (item) await put(item);
      try {
        const answer = await bench.call(operation, input).then(
          (value) => () => value,
          (error: unknown) => () => {
            throw error;
          },
        );
        const after = (await bench.call("GetItem", { TableName, Key: key, ConsistentRead: true })) as { Item?: Item };
        const isChanged = JSON.stringify(after.Item) !== JSON.stringify(item);
        return { answer, ...(isChanged && { next: after.Item ?? null }) };
      } finally {
        await remove(key);
      }
    });

  const scan = async (input: unknown): Promise<unknown> => {
    const keys = await register.keys();
    const items = await Promise.all(
      keys.map((key) => turnOf(key)(() => register.change(key, async (item) => ({ answer: () => item })))),
    );
    const present = items.filter((item) => item !== undefined);
    return onBench(async () => {
      try {
        for (const item of present) await put(item);
        return await bench.call("Scan", input);
      } finally {
        for (const item of present) await remove(keyOf(item));
      }
    });
  };

  return {
    async call(operation, input) {
      if (operation === "Scan") return scan(input);
      if (!SINGLE_ITEM.has(operation))
        throw invalid(
          `${operation} is not supported on ${TableName}, a table with multi-Region strong consistency here`,
        );
      const key = keyOf(input.Key ?? input.Item);
      const name = JSON.stringify(key);
      return turnOf(name)(() => register.change(name, (item) => tryOut(operation, input, key, item)));
    },
  };
}

const SINGLE_ITEM = new Set(["GetItem", "PutItem", "UpdateItem", "DeleteItem"]);

/** The key attributes of an item, in the table's order. @throws DynamoDbError ValidationException */
export function pickKey(keyNames: readonly string[], from: unknown): Item {
  const item = (from ?? {}) as Item;
  const missing = keyNames.find((name) => item[name] === undefined);
  if (missing !== undefined) throw invalid(`One of the required keys was not given a value: ${missing}`);
  return Object.fromEntries(keyNames.map((name) => [name, item[name] as Item[string]]));
}
