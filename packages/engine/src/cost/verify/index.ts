export { type DailySeries, type SavingCase, type SavingVerdict, verifySaving } from "./verify-saving.ts";
