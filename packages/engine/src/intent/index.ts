export * from "./understand/index.ts";
