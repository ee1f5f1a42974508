import type { IntentRequirements } from "@skylane/core";
import { shownName } from "../text/clean-text.ts";

const when = <T>(value: T | undefined, words: (value: T) => string): readonly string[] =>
  value === undefined ? [] : [words(value)];

/** Requirements as sentences, one each; nothing for what nobody said. */
export const requirementsInWords = (said: IntentRequirements): readonly string[] => [
  ...when(said.maxRttMs, (ms) => `A round trip takes ${ms} ms at most.`),
  ...when(said.monthlyGb, (gb) => `About ${gb} GB a month.`),
  ...when(said.bandwidthMbps, (mbps) => `${mbps} Mbps.`),
  ...(said.compliance.length === 0 ? [] : [`Under ${said.compliance.join(", ")}.`]),
  ...when(said.dataClass, (name) => `Class of data: ${shownName(name)}.`),
  ...when(said.encryption, (wanted) =>
    wanted === "required" ? "Encrypted on every link." : "Encryption is not needed.",
  ),
  ...when(said.isPublicForbidden, (isForbidden) =>
    isForbidden ? "Never over the public internet, not even in a tunnel." : "The public internet may be crossed.",
  ),
  ...when(said.endpoint, () => "Over the destination's public endpoint, by a rule of its firewall."),
  ...when(said.priority, (level) => `Priority ${level}.`),
  ...when(said.optimiseFor, (measure) => `The better way is the one of least ${measure}.`),
  ...when(said.neededBy, (day) => `Needed by ${day}.`),
];
