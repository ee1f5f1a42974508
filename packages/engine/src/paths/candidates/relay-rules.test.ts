import type { ConnectionKind } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { brokenRelayRule, relayRules } from "./relay-rules.ts";

const side = (kind: ConnectionKind, isRouted = true) => ({ kind, isRouted });

describe("engine/paths/candidates/relay-rules", () => {
  it("lets no peering and no internet line be a part of a longer way, wherever they meet", () => {
    for (const kind of Object.keys(relayRules) as (keyof typeof relayRules)[])
      for (const alone of ["peering", "internet"] as const) {
        expect(brokenRelayRule(kind, side(alone), side("vpn"))).toContain("stand alone");
        expect(brokenRelayRule(kind, side("vpn"), side(alone))).toContain("stand alone");
      }
  });

  it("passes on at transit gateways, hubs, DRGs, core networks and routers, routed today or not", () => {
    for (const kind of ["transit-gateway", "virtual-hub", "drg", "core-network", "router"] as const)
      expect(brokenRelayRule(kind, side("vpn", false), side("direct-connect", false))).toBeUndefined();
  });

  it("does not pass one Direct Connect on to another, nor one ExpressRoute circuit at a virtual hub", () => {
    expect(brokenRelayRule("transit-gateway", side("direct-connect"), side("direct-connect"))).toContain("SiteLink");
    expect(brokenRelayRule("core-network", side("direct-connect"), side("direct-connect"))).toContain("SiteLink");
    expect(brokenRelayRule("virtual-hub", side("express-route"), side("express-route"))).toContain("Global Reach");
    expect(brokenRelayRule("router", side("direct-connect"), side("direct-connect"))).toBeUndefined();
    expect(brokenRelayRule("drg", side("fastconnect"), side("fastconnect"))).toBeUndefined();
  });

  it("passes only from tunnel to tunnel at a VPN gateway", () => {
    expect(brokenRelayRule("vpn-gateway", side("vpn", false), side("transit-peering", false))).toBeUndefined();
    expect(brokenRelayRule("vpn-gateway", side("express-route"), side("vpn"))).toContain("tunnels");
  });

  it("passes on at a Cloud Router, and where nothing was seen, only what is announced today", () => {
    for (const kind of ["cloud-router", undefined] as const) {
      expect(brokenRelayRule(kind, side("vpn"), side("interconnect"))).toBeUndefined();
      expect(brokenRelayRule(kind, side("vpn", false), side("interconnect"))).toBeDefined();
      expect(brokenRelayRule(kind, side("vpn"), side("interconnect", false))).toBeDefined();
    }
  });

  it("never passes on at gateways that know only their own network", () => {
    for (const kind of ["express-route-gateway", "direct-connect-gateway", "internet-gateway", "nat-gateway"] as const)
      expect(brokenRelayRule(kind, side("vpn"), side("vpn"))).toBe(relayRules[kind].because);
  });
});
