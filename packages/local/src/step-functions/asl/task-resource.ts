/** What a Task's `Resource` names. */
export type TaskResource =
  | { readonly kind: "function"; readonly functionName: string }
  | { readonly kind: "lambda-invoke"; readonly isCallback: boolean }
  | { readonly kind: "put-events"; readonly isCallback: boolean }
  | { readonly kind: "dynamodb"; readonly operation: string };

const DYNAMODB: Readonly<Record<string, string>> = {
  getItem: "GetItem",
  putItem: "PutItem",
  updateItem: "UpdateItem",
  deleteItem: "DeleteItem",
};

export const KNOWN_RESOURCES =
  "arn:aws:states:::lambda:invoke[.waitForTaskToken], a Lambda function ARN, arn:aws:states:::events:putEvents[.waitForTaskToken], arn:aws:states:::dynamodb:{getItem,putItem,updateItem,deleteItem}";

/** The service call a `Resource` stands for, or undefined when the local Step Functions do not have it. */
export function parseTaskResource(resource: string): TaskResource | undefined {
  if (/^arn:aws:lambda:[^:]*:\d*:function:[A-Za-z0-9-_]+(:[A-Za-z0-9$_-]+)?$/.test(resource)) {
    return { kind: "function", functionName: resource };
  }
  const match = /^arn:aws:states:::([a-z]+):([A-Za-z]+)(\.waitForTaskToken)?$/.exec(resource);
  if (!match) return undefined;
  const call = `${match[1]}:${match[2]}`;
  const isCallback = match[3] !== undefined;
  if (call === "lambda:invoke") return { kind: "lambda-invoke", isCallback };
  if (call === "events:putEvents") return { kind: "put-events", isCallback };
  const operation = match[1] === "dynamodb" ? DYNAMODB[match[2] ?? ""] : undefined;
  return operation !== undefined && !isCallback ? { kind: "dynamodb", operation } : undefined;
}

/** Whether the task ends by SendTaskSuccess or SendTaskFailure instead of by the answer of the call. */
export function isCallbackTask(resource: string): boolean {
  return resource.endsWith(".waitForTaskToken");
}

/** `resourceType` and `resource` as history events show them: `lambda` and `invoke.waitForTaskToken`. */
export function resourceNames(resource: string): { resourceType: string; resource: string } {
  const [resourceType = "", name = ""] = resource.replace("arn:aws:states:::", "").split(":");
  return { resourceType, resource: name };
}
