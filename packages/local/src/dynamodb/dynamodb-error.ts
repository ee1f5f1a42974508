import { AwsError } from "../edge/aws-service.ts";
import type { DynaliteError } from "./dynalite-modules.ts";

/** A failure in DynamoDB's words; `body` is the whole answer, which may hold more than code and message. */
export class DynamoDbError extends AwsError {
  readonly body: Readonly<Record<string, unknown>>;

  constructor(type: string, message: string, statusCode = 400, more: Readonly<Record<string, unknown>> = {}) {
    super(type.slice(type.lastIndexOf("#") + 1), message, statusCode);
    this.body = { ...more, __type: type, message };
  }
}

/** A ValidationException in DynamoDB's shape. */
export const invalid = (message: string): DynamoDbError =>
  new DynamoDbError("com.amazon.coral.validate#ValidationException", message);

/** What dynalite threw, in our shape; an error of its own making becomes an InternalServerError, which clients retry. */
export function asDynamoDbError(error: unknown): DynamoDbError {
  if (error instanceof DynamoDbError) return error;
  const { statusCode, body, message } = error as DynaliteError;
  if (!body) return new DynamoDbError("com.amazonaws.dynamodb.v20120810#InternalServerError", String(message), 500);
  return new DynamoDbError(body.__type, body.message ?? "", statusCode, body);
}
