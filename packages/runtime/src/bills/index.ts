export { csvPages } from "./csv-pages.ts";
