import type { EventType } from "./registry.ts";

/** EventBridge `Source` of an event: `skylane.<domain>`. */
export const eventSource = (type: EventType): string => `skylane.${type.slice(0, type.indexOf("."))}`;
