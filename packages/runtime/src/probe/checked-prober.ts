import type { Log, Prober, ProbeTargetRules } from "@skylane/core";
import { whyNotProbed } from "@skylane/core";

/**
 * A prober that sends nothing to what may not be probed, though the configuration was checked already: it is the last one
 * to see an address before a packet leaves. It answers `vantage-error`, for it has seen nothing of the path.
 */
export const checkedProber = (prober: Prober, rules: ProbeTargetRules, log: Log): Prober => ({
  async probe(request) {
    const reason = whyNotProbed(request.host, rules);
    if (reason === undefined) return prober.probe(request);
    log.error("probe refused", { host: request.host, port: request.port, reason });
    return { outcome: "vantage-error" };
  },
});
