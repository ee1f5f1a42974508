import { IntentList, Overview } from "@skylane/core";
import { ask } from "./ask.ts";

/** The estate as it stands. @throws Error in words for a person */
export const fetchOverview = async (): Promise<Overview> => Overview.parse(await ask("GET", "/v1/overview"));

/** What was asked for, newest first. @throws Error in words for a person */
export const fetchIntentRuns = async (): Promise<IntentList> => IntentList.parse(await ask("GET", "/v1/intents"));
