export { createParameterStore } from "./create-parameter-store.ts";
export { parameterKeyIn } from "./parameter-key.ts";
