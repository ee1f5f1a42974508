import type { PriceItem } from "@skylane/core";

/** On which service's part of AWS's bill a charge stands. */
export const serviceOf: Readonly<Partial<Record<PriceItem, string>>> = {
  "function-time": "Lambda",
  "function-request": "Lambda",
  "table-read": "DynamoDB",
  "table-write": "DynamoDB",
  "table-storage": "DynamoDB",
  "table-backup": "DynamoDB",
  event: "EventBridge",
  "event-archive": "EventBridge",
  "schedule-run": "EventBridge Scheduler",
  "workflow-transition": "Step Functions",
  "api-request": "API Gateway",
  "log-data": "CloudWatch Logs",
  "log-storage": "CloudWatch Logs",
  alarm: "CloudWatch",
  dashboard: "CloudWatch",
  "queue-request": "SQS",
  key: "KMS",
};
