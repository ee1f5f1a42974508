import { SloList } from "@skylane/core";
import { ask } from "./ask.ts";

/** Error budgets of paths, what is left least first. @throws Error in words for a person */
export const fetchSlos = async (): Promise<SloList> => SloList.parse(await ask("GET", "/v1/slos"));
