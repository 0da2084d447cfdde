/**
 * The test that a peer can run: plays requester and supplier against a peer's endpoint, on marked test messages, gently,
 * and says what was seen of the protocol's statements, with every request and answer. It belongs to no loan: it makes
 * none of ours, decides nothing about a peer, and changes no profile; what it finds out is proposed to a person.
 */
export * from './check.js';
export * from './role.js';
export { checksOf } from './checks/index.js';
export { buildConformance } from './conformance.js';
export type { Conformance, ConformanceOptions, TestAsked, TestBegun, TestView } from './conformance.js';
export * from './report/report.js';
export type { Counts, Result } from './report/result.js';
export { reportPage } from './report/report-page.js';
export type { Habit, Proposal } from './report/proposal.js';
export type { Exchange, Heard } from './talk/exchange.js';
export type { Line } from './talk/play.js';
