export { recordEvent } from "./use-cases/record-event.ts";
