import type { Tariff } from "../_shared/define-cloud.ts";

/** A data centre's lines are paid by capacity, and the clouds take nothing for what comes in: nothing is charged by volume. */
export const onpremTariff: Tariff = { rows: [], transferItems: () => [] };
