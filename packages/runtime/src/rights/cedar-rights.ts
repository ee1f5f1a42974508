import type { Rights } from "@skylane/core";
import { type Cedar, makeJudge, type RightsConfig } from "@skylane/engine";

/** Rights by Cedar's evaluator, which `load` loads: at once, so that it is there when the request has been read. */
export function cedarRights(config: RightsConfig, load: () => Promise<Cedar>): Rights {
  const begin = () => {
    const judge = load().then((cedar) => makeJudge(cedar, config));
    // whoever asks hears of it; until then nobody does
    judge.catch(() => undefined);
    return judge;
  };
  let judge = begin();
  return {
    async judge() {
      try {
        return await judge;
      } catch (error) {
        judge = begin();
        throw error;
      }
    },
  };
}
