export { type BillSource, billReader } from "./bill-reader.ts";
export { csvPages } from "./csv-pages.ts";
export { fileBillStore } from "./file-bill-store.ts";
export { openPlace } from "./open-place.ts";
