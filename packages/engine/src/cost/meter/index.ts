export { type MeterDeps, type MeterReport, meterTraffic } from "./meter-traffic.ts";
