export type { Brand, EpochMs } from "./brand.ts";
export { epochMs } from "./brand.ts";
export { canonicalJson } from "./canonical-json.ts";
export { Duration, parseDurationMs } from "./duration.ts";
export { fnv1a64 } from "./fnv1a.ts";
export { htmlText } from "./html-text.ts";
export { IsoWeek, isoWeekOf, startOfWeek } from "./iso-week.ts";
export { markdownText, oneLine } from "./markdown-text.ts";
export {
  addMoney,
  exchange,
  type Money,
  moneyNumber,
  moneyOf,
  moneyText,
  negate,
  readMoney,
  splitMoney,
  ZERO,
} from "./money.ts";
