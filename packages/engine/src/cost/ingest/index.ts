export { type TakenDelivery, type TakeRules, takeDelivery } from "./take-delivery.ts";
