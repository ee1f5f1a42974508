export { createStepFunctions } from "./create-step-functions.ts";
