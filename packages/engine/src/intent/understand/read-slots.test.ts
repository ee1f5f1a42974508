import { describe, expect, it } from "vitest";
import { readSlots } from "./read-slots.ts";

const nowIso = "2026-11-18T09:00:00Z"; // a Wednesday
const PAIR = "OrderProcessor needs to reach orderdb";
const said = (more: string) => readSlots(`${PAIR}, ${more}`, { nowIso }).slots.requirements;
const doubts = (more: string) => readSlots(`${PAIR}, ${more}`, { nowIso }).doubts.map(({ slot }) => slot);

describe("engine/intent/understand/read-slots", () => {
  it("reads who reaches whom without knowing any service", () => {
    expect(readSlots(PAIR, { nowIso })).toMatchObject({
      direction: "said",
      doubts: [],
      slots: { source: { name: "OrderProcessor" }, destination: { name: "orderdb" }, requirements: { compliance: [] } },
    });
  });

  it.each([
    ["< 20 ms", 20],
    ["under 20ms", 20],
    ["sub-20ms", 20],
    ["0.02 seconds of latency", 20],
    ["12,5 ms", 12.5],
    ["10 ms one way", 20],
    ["10 ms each way", 20],
    ["pro Richtung 10 ms", 20],
    ["10 ms", 10],
  ])("reads %s as a round trip", (more, maxRttMs) => {
    expect(said(more).maxRttMs).toBe(maxRttMs);
  });

  it.each([
    ["500 GB a month", 500],
    ["1.5 TB/month", 1_500],
    ["1,500 GB per month", 1_500],
    ["1 GiB monthly", 1.074],
    ["10 GB a week", 43.452],
    ["1 GB a day", 30.417],
    ["730 GB a year", 60.833],
    ["500 Go par mois", 500],
  ])("reads %s in decimal GB of a month of 730 hours", (more, monthlyGb) => {
    expect(said(more).monthlyGb).toBe(monthlyGb);
  });

  it.each([
    ["200 Mbps", 200],
    ["1.5 Gbit/s", 1_500],
    ["50 MB/s", 400],
    ["50 Mb/s", 50],
    ["10 MBps", 80],
  ])("reads %s as Mbps, bytes as eight bits", (more, bandwidthMbps) => {
    expect(said(more).bandwidthMbps).toBe(bandwidthMbps);
  });

  it.each([
    ["by Friday", "2026-11-20"],
    ["by Monday", "2026-11-23"],
    ["by 2026-12-01", "2026-12-01"],
    ["bis zum 1. Dezember", "2026-12-01"],
    ["by January 15", "2027-01-15"],
    ["within three days", "2026-11-21"],
    ["by the end of the month", "2026-11-30"],
  ])("reads %s from the day it is said", (more, neededBy) => {
    expect(said(more).neededBy).toBe(neededBy);
  });

  it.each([
    ["by Wednesday", "deadline"],
    ["by next Friday", "deadline"],
    ["next week", "deadline"],
    ["by 03/04/2027", "deadline"],
    ["by 2027-02-29", "deadline"],
    ["by 2026-11-17", "deadline"],
    ["20-50 ms", "latency"],
    ["at least 20 ms", "latency"],
    ["twenty ms", "latency"],
    ["latency 20", "latency"],
    ["500 GB", "volume"],
    ["500 Gb a month", "volume"],
    ["10 Gb", "bandwidth"],
    ["fast", "latency"],
    ["secure", "encryption"],
    ["ISO 27001", "compliance"],
    ["private only, internet is fine", "exposure"],
    ["port 0", "port"],
  ])("has a doubt about %s, and takes nothing of it", (more, slot) => {
    expect(doubts(more)).toEqual([slot]);
    expect(said(more)).toEqual({ compliance: [] });
  });

  it("has no doubt about fast or secure where a measure says how", () => {
    expect(doubts("fast, 20 ms, secure, TLS")).toEqual([]);
    expect(doubts("as fast as possible")).toEqual([]);
  });

  it.each([
    ["no PCI data", []],
    ["PCI: no", []],
    ["HIPAA does not apply", []],
    ["PCI-DSS and GDPR", ["gdpr", "pci-dss"]],
  ])("reads in %s which rules apply", (more, tags) => {
    expect(said(more).compliance).toEqual(tags);
  });

  it("strips what nobody sees, and shows what it did not understand cleaned", () => {
    const reading = readSlots(`\u202e${PAIR}\u0000, for the <b>launch</b>`, { nowIso });

    expect(reading.slots.source?.name).toBe("OrderProcessor");
    expect(reading.notUnderstood.join("")).toMatch(/^[\p{L}\p{N}·]*$/u);
  });

  it("reads 4,000 characters and no more", () => {
    expect(readSlots(`${PAIR}${" ".repeat(4_000)}20 ms`, { nowIso }).slots.requirements.maxRttMs).toBeUndefined();
  });

  it.each([
    "over its public endpoint",
    "by a firewall rule",
    "via the public endpoint",
    "über den öffentlichen Endpunkt",
  ])("reads %s as the public endpoint", (more) => {
    expect(said(more)).toEqual({ compliance: [], endpoint: "public" });
    expect(doubts(more)).toEqual([]);
  });

  it.each([
    "not over its public endpoint",
    "no public endpoint",
    "by a private endpoint",
    "a firewall rule is missing",
    "today it goes over its public endpoint",
    "public internet is fine",
  ])("takes no public endpoint from %s", (more) => {
    expect(said(more).endpoint).toBeUndefined();
  });
});
