import { arnPlaceholder, type FunctionName } from "@skylane/core";
import { App, Duration, Stack } from "aws-cdk-lib";
import { type IFunction, Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";

/** Errors worth another try: the kind `unavailable` of every table, and Lambda's own. */
const TRANSIENT = [
  "ERR_CLOUD_UNAVAILABLE",
  "ERR_STORE_UNAVAILABLE",
  "ERR_BUS_UNAVAILABLE",
  "ERR_ROUTE_NOT_CONVERGED",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
];

/** Why a step failed, in words: the message of a function's error, without its stack; else the error and what is said of it. */
export const cause =
  "{% ($said := $states.errorOutput.Cause; " +
  "$message := $contains($said, '\"errorMessage\"') ? $parse($said).errorMessage : ''; " +
  "$message ? $states.errorOutput.Error & ': ' & $message : $states.errorOutput.Error & ': ' & $string($said)) %}";

/** What a workflow is written with. */
export interface WorkflowContext {
  readonly stack: Stack;
  /** A step that invokes a shipped function; its payload (a JSONata string or an object of them) in, its answer out. */
  step(id: string, functionName: FunctionName, options: StepOptions): LambdaInvoke;
}

export interface StepOptions {
  readonly payload: string | Readonly<Record<string, unknown>>;
  /** Variables to keep from the answer. */
  readonly assign?: Readonly<Record<string, unknown>>;
  readonly timeoutSeconds?: number;
}

/** ASL with `${StepArn}` placeholders, from CDK's typed states (JSONata). Nothing is synthesised or deployed. */
export function renderWorkflow(
  comment: string,
  timeout: Duration,
  build: (context: WorkflowContext) => sfn.IChainable,
): unknown {
  const stack = new Stack(new App({ analyticsReporting: false }), "Workflow");
  const lambdas = new Map<string, IFunction>();
  const lambda = (name: FunctionName): IFunction => {
    const known = lambdas.get(name);
    if (known) return known;
    const functionArn = `arn:aws:lambda:us-east-1:111122223333:function:\${${arnPlaceholder(name)}}`;
    const made = LambdaFunction.fromFunctionAttributes(stack, `fn-${name}`, { functionArn, sameEnvironment: true });
    lambdas.set(name, made);
    return made;
  };
  const step: WorkflowContext["step"] = (id, name, { payload, assign, timeoutSeconds = 35 }) => {
    const invoke = LambdaInvoke.jsonata(stack, id, {
      lambdaFunction: lambda(name),
      payload: withTrace(payload),
      outputs: "{% $states.result.Payload %}",
      ...(assign && { assign: { ...assign } }),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(timeoutSeconds)),
      retryOnServiceExceptions: false,
    });
    invoke.addRetry({
      errors: TRANSIENT,
      interval: Duration.seconds(1),
      maxAttempts: 4,
      backoffRate: 1.5,
      maxDelay: Duration.seconds(5),
      jitterStrategy: sfn.JitterType.FULL,
    });
    return invoke;
  };
  const graph = new sfn.StateGraph(build({ stack, step }).startState, "workflow");
  graph.timeout = timeout;
  const states = literal(stack.resolve(graph.toGraphJson(sfn.QueryLanguage.JSONATA)));
  return bare({ Comment: comment, QueryLanguage: "JSONata", ...(states as object) });
}

/** Which trace a step is part of, and which execution; of what is not known nothing is said. Handlers take it off. */
const TRACE =
  "{'traceparent': $states.context.Execution.Input.trace.traceparent, 'execution': $states.context.Execution.Name}";

/** A step's payload, and beside it the trace. */
const withTrace = (payload: StepOptions["payload"]): sfn.TaskInput =>
  typeof payload === "string"
    ? sfn.TaskInput.fromText(payload.replace(/^\{% (.*) %\}$/s, `{% $merge([$1, {'trace': ${TRACE}}]) %}`))
    : sfn.TaskInput.fromObject({ ...payload, trace: `{% ${TRACE} %}` });

const bare = (definition: object): unknown =>
  JSON.parse(
    JSON.stringify(definition).replaceAll(/arn:aws:lambda:us-east-1:111122223333:function:(\$\{\w+\})/g, "$1"),
  );

/** CDK leaves the partition of a service ARN as an intrinsic; every partition we know is `aws`. */
function literal(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(literal);
  if (node === null || typeof node !== "object") return node;
  const record = node as Record<string, unknown>;
  if (record.Ref === "AWS::Partition") return "aws";
  const join = record["Fn::Join"];
  if (Array.isArray(join)) return (join[1] as unknown[]).map(literal).join(String(join[0]));
  if ("Ref" in record || Object.keys(record).some((key) => key.startsWith("Fn::")))
    throw new Error(`unresolved ${JSON.stringify(record)}`);
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, literal(value)]));
}
