import type { WorkflowName } from "../deployment/manifest.ts";
import type { EventData, EventType } from "../events/registry.ts";

/** What a domain has to say; the adapter makes the envelope. */
export interface EventDraft<Type extends EventType = EventType> {
  readonly type: Type;
  readonly subject: string;
  readonly epoch: number;
  readonly seq: number;
  readonly data: EventData<Type>;
  /** Same key, same event id: publishing again after a crash is recognised by consumers. Default `<type>:<subject>:<epoch>:<seq>`. */
  readonly idempotencyKey?: string;
  readonly traceparent?: string;
}

/** Puts events on the central bus. */
export interface EventPublisher {
  /** Resolves once the bus has accepted every draft. @throws ERR_BUS_UNAVAILABLE after its retries. */
  publish(drafts: readonly EventDraft[]): Promise<void>;
}

/** Starts a workflow by name. */
export interface Workflows {
  /** `already-started` if an execution of that name exists: starting twice is harmless. */
  start(workflow: WorkflowName, executionName: string, input: unknown): Promise<"started" | "already-started">;
}
