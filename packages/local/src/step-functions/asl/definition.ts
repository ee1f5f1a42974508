import * as z from "zod";

const Name = z.string().min(1).max(80);
const ErrorNames = z.array(z.string().min(1)).min(1);
/** A number, or a `{% %}` expression that yields one. */
const NumberOrExpression = z.union([z.int().nonnegative(), z.string()]);
/** Any JSON in which strings of the form `{% %}` are evaluated. */
const Template = z.unknown();
const Assign = z.record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u), Template);

export const Retrier = z.strictObject({
  ErrorEquals: ErrorNames,
  IntervalSeconds: z.int().positive().optional(),
  MaxAttempts: z.int().nonnegative().max(99_999_999).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().positive().max(31_622_400).optional(),
  JitterStrategy: z.enum(["FULL", "NONE"]).optional(),
  Comment: z.string().optional(),
});
export type Retrier = z.infer<typeof Retrier>;

export const Catcher = z.strictObject({
  ErrorEquals: ErrorNames,
  Next: Name,
  Assign: Assign.optional(),
  Output: Template.optional(),
  Comment: z.string().optional(),
});
export type Catcher = z.infer<typeof Catcher>;

const anyState = { Comment: z.string().optional(), QueryLanguage: z.literal("JSONata").optional() };
const output = { Output: Template.optional() };
const assign = { Assign: Assign.optional() };
const flow = { Next: Name.optional(), End: z.literal(true).optional() };
const recovery = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };

export const PassState = z.strictObject({ Type: z.literal("Pass"), ...anyState, ...output, ...assign, ...flow });
export const SucceedState = z.strictObject({ Type: z.literal("Succeed"), ...anyState, ...output });
export const FailState = z.strictObject({
  Type: z.literal("Fail"),
  ...anyState,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});
export const WaitState = z.strictObject({
  Type: z.literal("Wait"),
  ...anyState,
  ...output,
  ...assign,
  ...flow,
  Seconds: NumberOrExpression.optional(),
  Timestamp: z.string().optional(),
});

const Choice = z.strictObject({
  Condition: z.union([z.boolean(), z.string()]),
  Next: Name,
  Assign: Assign.optional(),
  Output: Template.optional(),
  Comment: z.string().optional(),
});
export const ChoiceState = z.strictObject({
  Type: z.literal("Choice"),
  ...anyState,
  ...output,
  ...assign,
  Choices: z.array(Choice).min(1),
  Default: Name.optional(),
});

export const TaskState = z.strictObject({
  Type: z.literal("Task"),
  ...anyState,
  ...output,
  ...assign,
  ...flow,
  ...recovery,
  Resource: z.string(),
  Arguments: Template.optional(),
  TimeoutSeconds: NumberOrExpression.optional(),
  HeartbeatSeconds: NumberOrExpression.optional(),
});

/** A machine inside a Map or Parallel state. */
export interface StatesMachine {
  readonly StartAt: string;
  readonly States: StatesByName;
  readonly Comment?: string | undefined;
}
interface StatesByName {
  readonly [name: string]: State;
}
const innerMachine = {
  StartAt: Name,
  States: z.lazy((): z.ZodType<StatesByName> => z.record(Name, State)),
  Comment: z.string().optional(),
  QueryLanguage: z.literal("JSONata").optional(),
};

export const ParallelState = z.strictObject({
  Type: z.literal("Parallel"),
  ...anyState,
  ...output,
  ...assign,
  ...flow,
  ...recovery,
  Arguments: Template.optional(),
  Branches: z.array(z.strictObject(innerMachine)).min(1),
});

export const MapState = z.strictObject({
  Type: z.literal("Map"),
  ...anyState,
  ...output,
  ...assign,
  ...flow,
  ...recovery,
  Items: Template.optional(),
  ItemSelector: Template.optional(),
  MaxConcurrency: NumberOrExpression.optional(),
  ItemProcessor: z.strictObject({
    ...innerMachine,
    ProcessorConfig: z.strictObject({ Mode: z.literal("INLINE") }).optional(),
  }),
});

export type PassState = z.infer<typeof PassState>;
export type SucceedState = z.infer<typeof SucceedState>;
export type FailState = z.infer<typeof FailState>;
export type WaitState = z.infer<typeof WaitState>;
export type ChoiceState = z.infer<typeof ChoiceState>;
export type TaskState = z.infer<typeof TaskState>;
export type ParallelState = z.infer<typeof ParallelState>;
export type MapState = z.infer<typeof MapState>;
export type State =
  | PassState
  | SucceedState
  | FailState
  | WaitState
  | ChoiceState
  | TaskState
  | ParallelState
  | MapState;

/** One state of the JSONata dialect. Fields of the JSONPath dialect (`Parameters`, `ResultPath`, …) are refused. */
export const State: z.ZodType<State> = z.discriminatedUnion("Type", [
  PassState,
  SucceedState,
  FailState,
  WaitState,
  ChoiceState,
  TaskState,
  ParallelState,
  MapState,
]);

/** A whole state machine as given to CreateStateMachine. */
export const StateMachineDefinition = z.strictObject({
  ...innerMachine,
  QueryLanguage: z.literal("JSONata", {
    error: 'must be "JSONata": the local Step Functions do not run the JSONPath dialect',
  }),
  Version: z.literal("1.0").optional(),
  TimeoutSeconds: z.int().positive().max(99_999_999).optional(),
});
export type StateMachineDefinition = z.infer<typeof StateMachineDefinition>;
