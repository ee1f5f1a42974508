import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "@skylane/core";
import { correlationFields } from "./trace/context.ts";

/** The one logger: JSON lines, level from POWERTOOLS_LOG_LEVEL. */
export const powertoolsLogger = new Logger({ serviceName: "skylane" });

/**
 * The port on it: static message, values apart, and beside them the trace and what the invocation is about. Bodies, headers and tokens
 * are never passed.
 */
export const log: Log = {
  debug: (message, values = {}) => powertoolsLogger.debug(message, { ...correlationFields(), ...values }),
  info: (message, values = {}) => powertoolsLogger.info(message, { ...correlationFields(), ...values }),
  warn: (message, values = {}) => powertoolsLogger.warn(message, { ...correlationFields(), ...values }),
  error: (message, values = {}) => powertoolsLogger.error(message, { ...correlationFields(), ...values }),
};
