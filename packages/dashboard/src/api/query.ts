import { QueryAnswer, RequestView } from "@skylane/core";
import { ask } from "./ask.ts";

/** A week of requests or of the log is read whole. */
const SLOW_MS = 30_000;

/** Answers a question in words, or says where it is not understood. @throws Error in words for a person */
export const fetchAnswer = async (question: string): Promise<QueryAnswer> =>
  QueryAnswer.parse(await ask("GET", `/v1/query?q=${encodeURIComponent(question)}`, undefined, SLOW_MS));

/** One request through its services. @throws Error in words for a person */
export const fetchRequest = async (traceId: string): Promise<RequestView> =>
  RequestView.parse(await ask("GET", `/v1/requests/${encodeURIComponent(traceId)}`, undefined, SLOW_MS));
