import type { ComplianceTag, IntentRequirements, ServiceMention } from "@skylane/core";
import { CLOUD_NAMES } from "../gazetteer/clouds.ts";
import { KIND_IN_CLOUD, KIND_NAMES } from "../gazetteer/kinds.ts";
import { REGION_NAMES } from "../gazetteer/region-names.ts";
import { phraseOf } from "../gazetteer/regions.ts";
import { cleanText, fold } from "../text/clean-text.ts";
import { tokensOf } from "../text/tokens.ts";

/** Words one of which must stand in a text that says such a thing. */
const EVIDENCE: Readonly<Record<"encryption" | "isPublicForbidden" | "endpoint" | "priority" | "optimiseFor", RegExp>> =
  {
    encryption: /encrypt|verschluss|chiffr|crypt|cifra|tls|ipsec|ssl|clear ?text|plain ?text/,
    isPublicForbidden: /internet|public|privat|prive/,
    endpoint: /public endpoint|firewall/,
    priority: /priorit|prio|urgent|dringend|urgente|critical/,
    optimiseFor: /cost|cheap|price|budget|laten|fast|speed|kosten|gunstig|schnell|cout|rapid|coste|barat/,
  };
const TAG_WORDS: Readonly<Record<ComplianceTag, RegExp>> = {
  "pci-dss": /pci/,
  hipaa: /hipaa/,
  gdpr: /gdpr|dsgvo|rgpd/,
  soc2: /soc.?2/,
};
const DAYS_PER_MONTH = 730 / 24;
/** What a number of a text may be multiplied by to become a value: units, and a latency of one way. */
const FACTORS: Readonly<Record<"maxRttMs" | "monthlyGb" | "bandwidthMbps", readonly number[]>> = {
  maxRttMs: [1, 2, 1_000, 2_000],
  monthlyGb: [1e-3, 1, 1e3, 1e6, 2 ** 30 / 1e9, 2 ** 40 / 1e9].flatMap((unit) => [
    unit,
    unit * DAYS_PER_MONTH,
    (unit * DAYS_PER_MONTH) / 7,
  ]),
  bandwidthMbps: [1e-3, 1, 8, 1e3, 8e3],
};

/** Says of values whether a text says them: names, places and numbers that are literally there. */
export function supportFor(text: string) {
  const clean = cleanText(text);
  const folded = fold(clean);
  const phrase = ` ${phraseOf(clean.replaceAll(/[,;:()"'<>!?/]/g, " "))} `;
  const numbers = tokensOf(clean).flatMap(({ value }) => (value === undefined ? [] : [value]));
  const says = (words: string): boolean => phrase.includes(` ${phraseOf(words)} `);
  const number = (value: number, factors: readonly number[] = [1]): boolean =>
    numbers.some((said) => factors.some((factor) => Math.abs(said * factor - value) <= 1e-3 * Math.max(1, value)));
  return {
    number,
    compliance: (tag: ComplianceTag): boolean => TAG_WORDS[tag].test(folded),
    mention({ name, cloud, regionId, accountId, kind }: ServiceMention): boolean {
      const regionNames =
        cloud && cloud !== "onprem"
          ? (REGION_NAMES[cloud][regionId ?? ""] ?? [])
          : Object.values(REGION_NAMES).flatMap((regions) => regions[regionId ?? ""] ?? []);
      const kindNames = KIND_NAMES.filter((one) => one.kind === kind).flatMap(({ names }) => names);
      const kindWords = Object.entries(KIND_IN_CLOUD).flatMap(([word, kinds]) =>
        Object.values(kinds).some((one) => one === kind) ? [word] : [],
      );
      return (
        (says(name) || clean.includes(name)) &&
        (cloud === undefined || CLOUD_NAMES[cloud].some(says)) &&
        (regionId === undefined || [regionId, ...regionNames].some(says)) &&
        (accountId === undefined || says(accountId)) &&
        (kind === undefined || [...kindNames, ...kindWords].some(says))
      );
    },
    requirement(field: Exclude<keyof IntentRequirements, "compliance">, value: unknown): boolean {
      if (field === "maxRttMs" || field === "monthlyGb" || field === "bandwidthMbps")
        return number(Number(value), FACTORS[field]);
      if (field === "dataClass" || field === "neededBy") return folded.includes(fold(String(value)));
      return EVIDENCE[field].test(folded);
    },
  };
}
