import type { ComplianceTag } from "@skylane/core";
import { isDenied, isDeniedAfter } from "./denied.ts";
import { type Finder, isNear, type Said, skip, skipBack, wordSet } from "./said.ts";

const TAGS: Readonly<Record<string, ComplianceTag>> = {
  pci: "pci-dss",
  "pci-dss": "pci-dss",
  pci_dss: "pci-dss",
  pcidss: "pci-dss",
  hipaa: "hipaa",
  gdpr: "gdpr",
  dsgvo: "gdpr",
  "ds-gvo": "gdpr",
  rgpd: "gdpr",
  soc2: "soc2",
  "soc-2": "soc2",
  soc_2: "soc2",
};
const FOREIGN = wordSet("iso27001 iso-27001 fedramp sox ccpa tisax nis2 hitrust glba ferpa itar nist lgpd pipeda");
const SUFFIX =
  /-(dss|compliant|compliance|konform|konforme|relevant|relevante|data|daten|scope|regulated|covered|conform|certified|pflichtig)$/;
const AROUND = wordSet(
  "dss compliant compliance konform data scope requirement requirements v4 : = must be is under type ii i 1 2 conforme conformite cumplimiento conformidad",
);
const UNKNOWN =
  "Which of the rules that Skylane knows must the connection keep: PCI-DSS, HIPAA, GDPR, SOC 2, or none of them?";

/** Rules the data is under. One that Skylane does not know is asked about, for it would be kept by nobody. */
export const compliance: Finder = (tokens) =>
  tokens.flatMap(({ word, kind }, at): readonly Said[] => {
    if (kind !== "word") return [];
    const isSoc = word === "soc" && tokens[at + 1]?.value === 2;
    const isIso = word === "iso" && tokens[at + 1]?.kind === "number";
    const bare = word.replace(SUFFIX, "").replace(/^non-/, "");
    const tag = isSoc
      ? "soc2"
      : Object.hasOwn(TAGS, bare)
        ? TAGS[bare]
        : Object.hasOwn(TAGS, word)
          ? TAGS[word]
          : undefined;
    const to = skip(tokens, at + (isSoc || isIso ? 2 : 1), AROUND);
    const from = skipBack(tokens, at, AROUND);
    const isNo =
      word.startsWith("non-") ||
      isDenied(tokens, at) ||
      isDeniedAfter(tokens, at + 1) ||
      isNear(tokens, to - 1, wordSet("free"), { after: 1 });
    if (tag) return [{ from, to, slot: "compliance", ...(!isNo && { field: "compliance" as const, value: tag }) }];
    return (FOREIGN.has(word) || isIso) && !isNo ? [{ from, to, slot: "compliance", doubt: UNKNOWN }] : [];
  });
