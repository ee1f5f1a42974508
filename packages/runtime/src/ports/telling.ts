import { alertChannels } from "../alerts/channels.ts";
import { reportSealer } from "../seal/report-seal.ts";
import { threadStore } from "../store/state/thread-store.ts";
import type { Port } from "./ports.ts";
import { secrets } from "./secrets.ts";
import { stateTable } from "./tables.ts";

/** Slack and PagerDuty, with the secrets they take; a thread's first message is kept in the state table. */
export const channels: Port<"channels"> = {
  name: "channels",
  make: async ({ settings: { slackUrl }, config, clock, log, the }) =>
    alertChannels(config.alerts, {
      secret: await the(secrets),
      slackUrl,
      log,
      threads: threadStore(the(stateTable), () => clock.nowMs()),
    }),
};

/** Seals of reports, with a secret key. */
export const sealer: Port<"sealer"> = {
  name: "sealer",
  async make({ the }) {
    const secret = await the(secrets);
    return reportSealer(() => secret("drill-report-key"));
  },
};
