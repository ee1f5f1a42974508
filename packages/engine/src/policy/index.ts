export { brokenRules } from "./broken-rules.ts";
export {
  brokenAvailability,
  brokenCompliance,
  brokenLinkRules,
  brokenMtu,
  brokenPlaces,
  brokenRelay,
  brokenRtt,
  brokenWayRules,
  inMs,
  inPercent,
  type JudgedLink,
  type JudgedPlace,
  type JudgedWay,
} from "./broken-way-rules.ts";
