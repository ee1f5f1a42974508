import { type BillLine, type Money, readMoney, ZERO } from "@skylane/core";

export const money = (text: string): Money => readMoney(text) ?? ZERO;

/** A line of a bill with what the test does not care about filled in. */
export const aBillLine = (more: Partial<BillLine> & { readonly billed: Money }): BillLine => ({
  cloud: "aws",
  providerName: "AWS",
  billingAccountId: "111111111111",
  currency: "USD",
  billingMonth: "2026-11",
  category: "Usage",
  isCorrection: false,
  serviceCategory: "Compute",
  serviceName: "Amazon EC2",
  regionId: "us-east-1",
  day: "2026-11-01",
  tags: {},
  rowCount: 1,
  effective: more.billed,
  list: more.billed,
  contracted: more.billed,
  ...more,
});
