/**
 * Who may do what: rights, the roles of people and the scopes of tokens that give them, and one table from each route to
 * the right that it needs. It knows no HTTP and keeps nothing: hashes lie in the store, a token itself only with whoever
 * was shown it once.
 */
export * from './rights.js';
export * from './roles.js';
export * from './scopes.js';
export * from './needed.js';
export * from './access-table.js';
export * from './page-table.js';
export * from './caller.js';
export * from './denials.js';
export * from './token.js';
export * from './token-check.js';
export * from './change-tokens.js';
export * from './people/signed-in.js';
export * from './people/user.js';
export * from './people/password.js';
export * from './people/change-users.js';
export * from './people/sessions.js';
export * from './people/sign-in.js';
export * from './people/provider-sign-in.js';
export * from './people/administrator.js';
export * from './people/account.js';
export * from './people/people.js';
