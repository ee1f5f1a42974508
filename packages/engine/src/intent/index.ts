export * from "./design/index.ts";
export * from "./policy/index.ts";
export * from "./preview/index.ts";
