import type { Log } from "../edge/index.ts";

/** The embedded services' log: JSON lines on stdout, like the handlers'. */
export const hostLog: Log = (level, message, fields) => {
  process.stdout.write(
    `${JSON.stringify({ level: level.toUpperCase(), message, service: "local", ...plain(fields) })}\n`,
  );
};

/** Errors as name and message; they have no JSON of their own. */
const plain = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      value instanceof Error ? `${value.name}: ${value.message}` : value,
    ]),
  );
