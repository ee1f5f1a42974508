import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "@skylane/core";

/** The one logger: JSON lines, level from POWERTOOLS_LOG_LEVEL. */
export const powertoolsLogger = new Logger({ serviceName: "skylane" });

/** The port on it: static message, values apart. Bodies, headers and tokens are never passed. */
export const log: Log = {
  debug: (message, values = {}) => powertoolsLogger.debug(message, values),
  info: (message, values = {}) => powertoolsLogger.info(message, values),
  warn: (message, values = {}) => powertoolsLogger.warn(message, values),
  error: (message, values = {}) => powertoolsLogger.error(message, values),
};
