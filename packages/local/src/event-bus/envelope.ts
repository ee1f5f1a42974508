/** An event as EventBridge hands it to a target, with its fields in EventBridge's order. */
export interface Envelope {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 UTC, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  /** Only on events that a replay sends again. */
  readonly "replay-name"?: string;
}

/** EventBridge's form of a moment: whole seconds, `2026-11-20T22:00:00Z`. */
export const isoSeconds = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, "Z");
