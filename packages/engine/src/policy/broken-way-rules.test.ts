import { Policy } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { brokenWayRules, inMs, inPercent, type JudgedLink, type JudgedWay } from "./broken-way-rules.ts";

const link = (id: string, more: Partial<JudgedLink> = {}): JudgedLink => ({
  id,
  kind: "direct-connect",
  isEncrypted: false,
  isPublic: false,
  bandwidthMbps: 1_000,
  compliance: ["pci-dss"],
  mtuBytes: 8_500,
  ...more,
});
const way = (more: Partial<JudgedWay> = {}): JudgedWay => ({
  links: [link("dx"), link("er")],
  places: [
    { cloud: "aws", regionId: "eu-west-1" },
    { cloud: "onprem", regionId: "dc1" },
    { cloud: "azure", regionId: "westeurope" },
  ],
  rttMs: 24.3,
  availabilityRatio: 0.9995,
  ...more,
});
const broken = (policy: Partial<Policy>, more: Partial<JudgedWay> = {}) =>
  brokenWayRules(way(more), Policy.parse({ id: "pci", ...policy }));

describe("engine/policy/broken-way-rules", () => {
  it("finds nothing broken where nothing is asked", () => {
    expect(broken({})).toEqual([]);
    expect(broken({}, { rttMs: undefined, availabilityRatio: undefined, places: [{}] })).toEqual([]);
  });

  it("asks encryption, publicity and bandwidth of every link", () => {
    expect(broken({ requireEncryption: true })).toEqual(["policy pci requires encryption"]);
    expect(broken({ forbidPublicInternet: true }, { links: [link("a"), link("b", { isPublic: true })] })).toEqual([
      "policy pci forbids the public internet",
    ]);
    expect(broken({ minBandwidthMbps: 2_000 }, { links: [link("a", { bandwidthMbps: 9_000 }), link("b")] })).toEqual([
      "policy pci requires 2000 Mbps, b has 1000",
    ]);
  });

  it("knows a relay by the number of links", () => {
    expect(broken({ forbidRelay: true })).toEqual(["policy pci forbids a relay, and this way is 2 links long"]);
    expect(broken({ forbidRelay: true }, { links: [link("dx")] })).toEqual([]);
  });

  it("asks residency of every place, whole or by its beginning, and believes nothing of a place that is not known", () => {
    expect(broken({ allowedPlaces: ["aws:eu-*", "onprem:*", "azure:westeurope"] })).toEqual([]);
    expect(broken({ allowedPlaces: ["aws:eu-*", "azure:west"] })).toEqual([
      "policy pci allows aws:eu-*, azure:west only, not onprem:dc1",
      "policy pci allows aws:eu-*, azure:west only, not azure:westeurope",
    ]);
    expect(broken({ allowedPlaces: ["aws:*"] }, { places: [{ cloud: "aws" }] })).toEqual([
      "policy pci allows aws:* only, not a place that is not known",
    ]);
  });

  it("asks every approval of every link", () => {
    expect(broken({ requiredCompliance: ["pci-dss"] })).toEqual([]);
    expect(
      broken(
        { requiredCompliance: ["pci-dss", "hipaa"] },
        { links: [link("a"), link("b", { compliance: undefined })] },
      ),
    ).toEqual([
      "policy pci requires hipaa, a is not approved for it",
      "policy pci requires pci-dss, hipaa, b is not approved for it",
    ]);
  });

  it("takes what is not known for not kept, and says so", () => {
    expect(broken({ minMtuBytes: 8_500 })).toEqual([]);
    expect(broken({ minMtuBytes: 1_500 }, { links: [link("a", { mtuBytes: undefined })] })).toEqual([
      "policy pci requires packets of 1500 bytes, a carries an unknown size",
    ]);
    expect(broken({ maxRttMs: 50 }, { rttMs: undefined })).toEqual([
      "policy pci needs 50 ms, this way takes an unknown time",
    ]);
    expect(broken({ minAvailabilityRatio: 0.9 }, { availabilityRatio: undefined })).toEqual([
      "policy pci needs an availability of 90 %, this way has an unknown availability",
    ]);
  });

  it("measures the round trip and the availability of the whole way", () => {
    expect(broken({ maxRttMs: 24.3, minAvailabilityRatio: 0.9995 })).toEqual([]);
    expect(broken({ maxRttMs: 20, minAvailabilityRatio: 0.9999 })).toEqual([
      "policy pci needs 20 ms, this way takes 24.3 ms",
      "policy pci needs an availability of 99.99 %, this way has 99.95 %",
    ]);
  });

  it("rounds to the side on which the named number would be enough", () => {
    expect([inMs(24.31), inMs(24.3), inPercent(0.99951239)]).toEqual(["24.4 ms", "24.3 ms", "99.9512 %"]);
  });
});
