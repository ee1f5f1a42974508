import type { IntentList } from "@skylane/core";
import { httpHandler, intents, ports } from "@skylane/runtime";

const SHOWN_COUNT = 100;

/** GET /v1/intents */
export const handler = httpHandler(
  ports(intents),
  {},
  async (deps): Promise<IntentList> => ({
    atMs: deps.clock.nowMs(),
    runs: [...(await deps.intents.list(SHOWN_COUNT))],
  }),
);
