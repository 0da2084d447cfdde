export { adoptQuirk, hasHabit, type AdoptAnswer } from './adopt.js';
export { detectQuirks, type QuirkProposal } from './detect.js';
export { marksIn } from './marks.js';
export { observationOf, type Observation } from './observation.js';
