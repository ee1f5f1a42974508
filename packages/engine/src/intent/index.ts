export * from "./bulk/index.ts";
export * from "./understand/index.ts";
