import type {
  BatchWriteCommandInput,
  BatchWriteCommandOutput,
  DeleteCommandInput,
  GetCommandInput,
  GetCommandOutput,
  PutCommandInput,
  QueryCommandInput,
  QueryCommandOutput,
  ScanCommandInput,
  ScanCommandOutput,
  UpdateCommandInput,
  UpdateCommandOutput,
} from "@aws-sdk/lib-dynamodb";

/** DynamoDB's calls, with items as plain values, however they are sent. @throws Error named as DynamoDB names it */
export interface TableCalls {
  get(input: GetCommandInput): Promise<Pick<GetCommandOutput, "Item">>;
  put(input: PutCommandInput): Promise<object>;
  update(input: UpdateCommandInput): Promise<Pick<UpdateCommandOutput, "Attributes">>;
  delete(input: DeleteCommandInput): Promise<object>;
  query(input: QueryCommandInput): Promise<Pick<QueryCommandOutput, "Items" | "LastEvaluatedKey">>;
  scan(input: ScanCommandInput): Promise<Pick<ScanCommandOutput, "Items" | "LastEvaluatedKey">>;
  batchWrite(input: BatchWriteCommandInput): Promise<Pick<BatchWriteCommandOutput, "UnprocessedItems">>;
}

/** Whether a write was not made since its condition did not hold. */
export const isConditionFailure = (error: unknown): boolean =>
  error instanceof Error && error.name === "ConditionalCheckFailedException";

/** How values become DynamoDB's. */
export const MARSHALLING = { removeUndefinedValues: true } as const;
