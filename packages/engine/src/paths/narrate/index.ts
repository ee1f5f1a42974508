export { checkAnswer, checkNarration } from "./check-narration.ts";
export { NarrationAnswer } from "./narration-answer.ts";
export { cleanFacts, correctionPrompt, narrationPrompt } from "./prompt.ts";
