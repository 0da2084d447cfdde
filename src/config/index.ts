/**
 * Settings: files and the environment become one checked typed tree, with one report of all faults. The only room that
 * sees the environment; secrets stay apart from the tree.
 */
export * from './settings.js';
export * from './read-settings.js';
export * from './sign-in-settings.js';
export type { FileSettings } from './file-settings.js';
export type { SourcingSettings } from './sourcing-settings.js';
export type { PeerSettings, TlsSettings } from './peer-settings.js';
export * from './policy-settings.js';
export * from './policy-profiles.js';
export { over, isTree, type Tree } from './tree.js';
export type { NoticeSettings, SmtpSettings } from './notice-settings.js';
