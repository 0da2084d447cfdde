/**
 * Who may do what: scopes, tokens, and one table from each route to the scope that it needs. It knows no HTTP and keeps
 * nothing: a token's hash lies in the store, the token itself only with whoever was shown it once.
 */
export * from './scopes.js';
export * from './access-table.js';
export * from './token.js';
export * from './token-check.js';
export * from './change-tokens.js';
