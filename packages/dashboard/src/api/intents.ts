import {
  type IntentBatch,
  IntentList,
  type IntentRequest,
  IntentRun,
  type IntentVerb,
  IntentView,
} from "@skylane/core";
import type * as z from "zod";
import { ask } from "./ask.ts";

/** A table of some hundred connections is designed in one go. */
const SLOW_MS = 30_000;

/** What was asked for, newest first. @throws Error in words for a person */
export const fetchIntents = async (): Promise<IntentList> => IntentList.parse(await ask("GET", "/v1/intents"));

/** One request with its plan, what was made, and what proves it. @throws Error in words for a person */
export const fetchIntent = async (id: string): Promise<IntentView> =>
  IntentView.parse(await ask("GET", `/v1/intents/${encodeURIComponent(id)}`));

/** Asks for a connection; nothing is built before its plan is approved. */
export const submitIntent = async (request: z.input<typeof IntentRequest>): Promise<IntentRun> =>
  IntentRun.parse(await ask("POST", "/v1/intents", request, SLOW_MS));

/** Asks for many that are designed together. */
export const submitIntents = async (batch: z.input<typeof IntentBatch>): Promise<IntentRun> =>
  IntentRun.parse(await ask("POST", "/v1/intents:bulk", batch, SLOW_MS));

/** Gives a verdict, or takes back; to approve, the very plan that was shown. */
export const orderIntent = (
  id: string,
  verb: IntentVerb,
  order: { readonly planHash?: string; readonly reason?: string } = {},
): Promise<unknown> => ask("POST", `/v1/intents/${encodeURIComponent(id)}:${verb}`, order, SLOW_MS);
