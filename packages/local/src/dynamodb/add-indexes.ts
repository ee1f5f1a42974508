import * as z from "zod";
import type { Store, Table } from "./dynalite-modules.ts";
import { tableRange } from "./key-ranges.ts";
import { repairTables } from "./repair.ts";

const Definition = z.looseObject({
  TableName: z.string(),
  KeySchema: z.array(z.looseObject({ AttributeName: z.string() })),
  AttributeDefinitions: z.array(z.looseObject({ AttributeName: z.string() })),
  GlobalSecondaryIndexes: z.array(z.looseObject({ IndexName: z.string() })).default([]),
});
type Stored = Table & Readonly<Record<string, unknown>>;

/**
 * Gives a stored table the global indexes that its definition has and it lacks, filled from its items: what a newer version of
 * the program asks of an older one's data. Nothing else may use the table meanwhile.
 * @throws Error if the key of the table is another one
 */
export async function addMissingIndexes(store: Store, wanted: unknown): Promise<void> {
  const definition = Definition.parse(wanted);
  const at = tableRange.gte + definition.TableName;
  const table = (await store.db.get(at)) as Stored;
  const keyOf = (schema: readonly { AttributeName: string }[]): string =>
    schema.map(({ AttributeName }) => AttributeName).join(", ");
  if (keyOf(table.KeySchema) !== keyOf(definition.KeySchema))
    throw new Error(
      `Table ${definition.TableName} has the key ${keyOf(table.KeySchema)}, not ${keyOf(definition.KeySchema)}. A key cannot change: delete the table or name the new one differently.`,
    );
  const present = table.GlobalSecondaryIndexes ?? [];
  const missing = definition.GlobalSecondaryIndexes.filter(
    ({ IndexName }) => !present.some((index) => index.IndexName === IndexName),
  );
  if (missing.length === 0) return;
  const described = missing.map((index) => ({
    ...index,
    IndexArn: `${table.TableArn}/index/${index.IndexName}`,
    IndexStatus: "ACTIVE",
    IndexSizeBytes: 0,
    ItemCount: 0,
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  }));
  await store.db.put(at, {
    ...table,
    AttributeDefinitions: definition.AttributeDefinitions,
    GlobalSecondaryIndexes: [...present, ...described],
  });
  await repairTables(store);
}
