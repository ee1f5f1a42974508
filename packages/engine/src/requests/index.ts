export { LATE_MS } from "./arrived-spans.ts";
export { minuteOf } from "./call-ends.ts";
export { mergeMinutes } from "./count-calls.ts";
export { joinMinute } from "./join-minute.ts";
export { joinRequests, settledMinutes } from "./use-cases/join-requests.ts";
export { takeSpans } from "./use-cases/take-spans.ts";
