import { openDatabase } from "../database.ts";
import { AwsError, type AwsService } from "../edge/aws-service.ts";
import type { LambdaHost } from "../lambda/lambda-host.ts";
import type { Timers } from "../time.ts";
import {
  describeExecution,
  getExecutionHistory,
  listExecutions,
  startExecution,
  stopExecution,
} from "./api/executions.ts";
import type { Operation, Service } from "./api/service.ts";
import {
  createStateMachine,
  deleteStateMachine,
  describeStateMachine,
  listStateMachines,
  updateStateMachine,
} from "./api/state-machines.ts";
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from "./api/tasks.ts";
import { createEngine } from "./engine.ts";
import type { Integrations } from "./interpreter/call-service.ts";
import { createStore } from "./journal/store.ts";

/** The embedded Step Functions: Standard workflows in the JSONata dialect, durable in one SQLite file. */
export interface StepFunctions extends AwsService {
  /** Continues every RUNNING execution from its journal. Call once at start, before requests are let in. */
  resumeAll(): void;
  /**
   * Starts an execution, for callers inside this process (the event bus). Answers the execution's ARN once it is on disk.
   * @throws AwsError as StartExecution does
   */
  startExecution(stateMachineArn: string, input: unknown, name?: string): Promise<{ executionArn: string }>;
  /** Halts all executions where they are and closes the file; the next start resumes them. */
  close(): void;
}

export interface StepFunctionsOptions {
  /** SQLite file, or `:memory:`. */
  readonly databaseFile: string;
  readonly lambda: LambdaHost;
  readonly integrations: Integrations;
  readonly timers: Timers;
  /** Uniform in [0, 1): retry jitter and `$random`. */
  readonly random: () => number;
  readonly region: string;
  readonly accountId: string;
  /** Called for each state that is entered, and for each further try of one: what AWS charges for. */
  readonly onTransition?: () => void;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateStateMachine: createStateMachine,
  UpdateStateMachine: updateStateMachine,
  DescribeStateMachine: describeStateMachine,
  ListStateMachines: listStateMachines,
  DeleteStateMachine: deleteStateMachine,
  StartExecution: startExecution,
  DescribeExecution: describeExecution,
  GetExecutionHistory: getExecutionHistory,
  ListExecutions: listExecutions,
  StopExecution: stopExecution,
  SendTaskSuccess: sendTaskSuccess,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
};

// How long AWS keeps a closed execution and its name.
const RETENTION_MS = 90 * 24 * 60 * 60 * 1_000;

/** Opens the database and answers the service; nothing runs before `resumeAll` or the first request. */
export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const { databaseFile, timers, region, accountId } = options;
  const store = createStore(openDatabase(databaseFile));
  const engine = createEngine({ ...options, store });
  const service: Service = { store, engine, timers, region, accountId };
  return {
    targetPrefix: "AWSStepFunctions",
    contentType: "application/x-amz-json-1.0",
    async call(operation, body) {
      const run = Object.hasOwn(OPERATIONS, operation) ? OPERATIONS[operation] : undefined;
      if (!run) throw new AwsError("UnknownOperationException", `Step Functions: ${operation} is not available here`);
      return run(service, body);
    },
    resumeAll() {
      store.forgetEndedBefore(timers.nowMs() - RETENTION_MS);
      engine.resumeAll();
    },
    async startExecution(stateMachineArn, input, name) {
      const request = { stateMachineArn, input: JSON.stringify(input), ...(name !== undefined && { name }) };
      return (await startExecution(service, request)) as { executionArn: string };
    },
    close() {
      engine.close();
      store.close();
    },
  };
}
