import { Overview } from "@skylane/core";
import { ask } from "./ask.ts";

/** The estate as it stands. @throws Error in words for a person */
export const fetchOverview = async (): Promise<Overview> => Overview.parse(await ask("GET", "/v1/overview"));
