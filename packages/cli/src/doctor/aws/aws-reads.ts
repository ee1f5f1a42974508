import type { DateSight } from "../date-sight.ts";

/** What AWS shows of a deployment: reads only. Each rejects with AWS's own error, whose name says why. */
export interface AwsReads {
  /** Whose credentials these are, and what AWS's clock showed. */
  caller(): Promise<{ readonly accountId: string; readonly arn: string; readonly date: DateSight }>;
  /** Has a token for another cloud made, of the shortest life, and forgets it. */
  tryFederation(audience: string): Promise<void>;
  table(name: string): Promise<TableFacts>;
  /** Whether a table can be put back to any moment of the last days. */
  isRecoverable(table: string): Promise<boolean>;
  /** @throws ResourceNotFoundException */
  busArn(name: string): Promise<string>;
  rules(bus: string): Promise<readonly RuleFacts[]>;
  /** Functions whose names begin so. */
  functions(prefix: string): Promise<readonly FunctionFacts[]>;
  reservedConcurrency(functionName: string): Promise<number | undefined>;
  concurrency(): Promise<{ readonly limitCount: number; readonly unreservedCount: number }>;
  /** State machines whose names begin so. */
  stateMachines(prefix: string): Promise<readonly StateMachineFacts[]>;
  schedules(): Promise<readonly ScheduleFacts[]>;
  /** Messages that wait in a queue. */
  queueDepth(queueArn: string): Promise<number>;
  /** The quotas of a service in this account and Region, by name. */
  quotas(serviceCode: string): Promise<Quotas>;
  /** Names below a path of SSM parameters, never values. */
  parameterNames(path: string): Promise<readonly string[]>;
}

/** Quotas by name. */
export type Quotas = ReadonlyMap<string, { readonly code: string; readonly value: number }>;

export interface TableFacts {
  readonly status: string;
  /** `pk HASH`, `sk RANGE`. */
  readonly keys: readonly string[];
  /** `undefined` = it does not say. */
  readonly isProtected: boolean | undefined;
  readonly replicas: readonly { readonly regionId: string; readonly status: string }[];
  /** Multi-Region strong consistency. */
  readonly isStrong: boolean;
  readonly witnessRegionIds: readonly string[];
}

export interface RuleFacts {
  readonly name: string;
  readonly isEnabled: boolean;
  /** As JSON. */
  readonly pattern: string;
  readonly targets: readonly {
    readonly arn: string;
    readonly maxEventAgeSeconds: number | undefined;
    readonly deadLetterArn: string | undefined;
  }[];
}

export interface FunctionFacts {
  readonly name: string;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
}

export interface StateMachineFacts {
  readonly name: string;
  readonly status: string;
  /** ASL, as JSON. */
  readonly definition: string;
}

export interface ScheduleFacts {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly targetArn: string;
}
