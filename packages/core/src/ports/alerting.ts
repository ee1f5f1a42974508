import type { Alert } from "../model/alert.ts";

/** One way to tell a person. `printed` = there were no credentials, so it went to the log only. */
export interface AlertChannel {
  readonly name: string;
  send(alert: Alert): Promise<{ readonly outcome: "delivered" | "printed" | "failed"; readonly reason?: string }>;
}

/** Structured log: static message, values apart. */
export interface Log {
  debug(message: string, values?: Readonly<Record<string, unknown>>): void;
  info(message: string, values?: Readonly<Record<string, unknown>>): void;
  warn(message: string, values?: Readonly<Record<string, unknown>>): void;
  error(message: string, values?: Readonly<Record<string, unknown>>): void;
}
