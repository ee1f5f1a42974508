export { statusPage } from "./status-page.ts";
export { weekPage } from "./week-page.ts";
