export { createStepFunctions, type StepFunctions, type StepFunctionsOptions } from "./create-step-functions.ts";
export type { Integrations } from "./interpreter/call-service.ts";
