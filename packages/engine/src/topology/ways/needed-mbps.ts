import type { Flow } from "@skylane/core";

const SECONDS_A_MONTH = 730 * 3_600;
const MBIT_PER_GB = 8_000;
const PEAK_TO_MEAN = 3;

/** Bandwidth a flow needs at its peak: as it says, else three times the mean of its busier direction; 0 if nothing is known. */
export const neededMbps = ({ peakMbps, monthlyGb = 0, replyMonthlyGb = 0 }: Flow): number =>
  peakMbps ?? (PEAK_TO_MEAN * Math.max(monthlyGb, replyMonthlyGb) * MBIT_PER_GB) / SECONDS_A_MONTH;
