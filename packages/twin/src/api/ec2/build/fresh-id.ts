import { randomBytes } from "node:crypto";

/** An id as EC2 gives them out. */
export const freshId = (prefix: string): string => `${prefix}-0${randomBytes(8).toString("hex")}`;
