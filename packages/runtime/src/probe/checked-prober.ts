import type { Log, Prober, ProbeTargetRules } from "@skylane/core";
import { whyNotProbed } from "@skylane/core";

/**
 * A prober that sends nothing to what may not be probed, though the configuration was checked already: it is the last one
 * to see an address before a packet leaves. It answers `vantage-error`, for it has seen nothing of the path.
 */
export function checkedProber(prober: Prober, rules: ProbeTargetRules, log: Log): Prober {
  // the rules stand for as long as the process, and a burst asks of the same few addresses each second
  const reasons = new Map<string, string | undefined>();
  const reasonFor = (host: string): string | undefined => {
    if (!reasons.has(host)) reasons.set(host, whyNotProbed(host, rules));
    return reasons.get(host);
  };
  return {
    async probe(request) {
      const reason = reasonFor(request.host);
      if (reason === undefined) return prober.probe(request);
      log.error("probe refused", { host: request.host, port: request.port, reason });
      return { outcome: "vantage-error" };
    },
  };
}
