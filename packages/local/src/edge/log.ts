/** Where the embedded services report what a person may want to know: a static message and its values. */
export type Log = (
  level: "info" | "warn" | "error",
  message: string,
  fields: Readonly<Record<string, unknown>>,
) => void;

/** For callers that keep no log. */
export const silentLog: Log = () => undefined;
