import type { Alert } from "../model/alert.ts";

/** What became of a message. `printed` = there were no credentials, so it went to the log only. */
interface Delivery {
  readonly outcome: "delivered" | "printed" | "failed";
  readonly reason?: string;
}

/** One way to tell a person. */
export interface AlertChannel {
  readonly name: string;
  send(alert: Alert): Promise<Delivery>;
  /** Adds messages to the alerts of this `dedupKey`; absent = alerts there stand by themselves. */
  follow?(dedupKey: string, messages: readonly Pick<Alert, "title" | "lines">[]): Promise<Delivery>;
}

/** Structured log: static message, values apart. */
export interface Log {
  debug(message: string, values?: Readonly<Record<string, unknown>>): void;
  info(message: string, values?: Readonly<Record<string, unknown>>): void;
  warn(message: string, values?: Readonly<Record<string, unknown>>): void;
  error(message: string, values?: Readonly<Record<string, unknown>>): void;
}
