export { createObjectStore, type ObjectStore } from "./create-object-store.ts";
