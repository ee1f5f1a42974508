/**
 * The metrics of AWS that alarms and dashboards look at, and the dimensions each is kept by; of several sets that it is kept by,
 * the one that is looked at. Errors and throttles of Lambda are kept for each function, and once for all of the account's in a Region.
 * @see CloudWatch pages of the services' user guides: Lambda, Step Functions, SQS, EventBridge, DynamoDB, API Gateway (HTTP API),
 * Billing (read 2026-11)
 */
export const awsMetrics = {
  Invocations: { namespace: "AWS/Lambda", dimensions: ["FunctionName"] },
  Errors: { namespace: "AWS/Lambda", dimensions: [] },
  Throttles: { namespace: "AWS/Lambda", dimensions: [] },
  ExecutionsStarted: { namespace: "AWS/States", dimensions: ["StateMachineArn"] },
  ExecutionsFailed: { namespace: "AWS/States", dimensions: ["StateMachineArn"] },
  ApproximateNumberOfMessagesVisible: { namespace: "AWS/SQS", dimensions: ["QueueName"] },
  NumberOfMessagesSent: { namespace: "AWS/SQS", dimensions: ["QueueName"] },
  // of a bus that is not the default one: both. It is there only while something is lost.
  InvocationsFailedToBeSentToDlq: { namespace: "AWS/Events", dimensions: ["EventBusName", "RuleName"] },
  ReadThrottleEvents: { namespace: "AWS/DynamoDB", dimensions: ["TableName"] },
  WriteThrottleEvents: { namespace: "AWS/DynamoDB", dimensions: ["TableName"] },
  // ms, of tables with eventual consistency only
  ReplicationLatency: { namespace: "AWS/DynamoDB", dimensions: ["TableName", "ReceivingRegion"] },
  "5xx": { namespace: "AWS/ApiGateway", dimensions: ["ApiId"] },
  // in us-east-1 only, where the account lets itself be told of its bill
  EstimatedCharges: { namespace: "AWS/Billing", dimensions: ["Currency"] },
} as const satisfies Readonly<Record<string, { readonly namespace: string; readonly dimensions: readonly string[] }>>;

/** Name of a metric of AWS. */
export type AwsMetric = keyof typeof awsMetrics;
