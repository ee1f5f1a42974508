/**
 * One embedded AWS service behind the edge. An operation is called with the decoded JSON body (`unknown`: the service
 * parses it) and answers the JSON result; failures are thrown as `AwsError`.
 */
export interface AwsService {
  /** Prefix of the `X-Amz-Target` header this service answers to, e.g. `AWSEvents`, `AWSStepFunctions`. */
  readonly targetPrefix: string;
  /** JSON protocol version the SDK speaks to this service, e.g. `application/x-amz-json-1.1`. */
  readonly contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1";
  call(operation: string, body: unknown): Promise<unknown>;
}

/** An error in the shape of AWS JSON protocols: `__type` is the code the SDK turns into the exception's name. */
export class AwsError extends Error {
  readonly code: string;
  readonly statusCode: number;

  constructor(code: string, message: string, statusCode = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.statusCode = statusCode;
  }
}
