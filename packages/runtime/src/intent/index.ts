export { readerFrom } from "./reader-from.ts";
