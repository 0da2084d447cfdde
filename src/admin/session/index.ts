/**
 * The door of the staff page: how it is asked for, who is signed in, what they may do, and whether a form is ours. Every
 * page is made with `pageRouter`, behind `door`. It shows nothing: what is refused is thrown as a `PageRefusal`.
 */
export * from './transport.js';
export * from './cookies.js';
export * from './headers.js';
export { FORM_FIELD, FORM_HEADER, formToken } from './forms.js';
export * from './locale.js';
export * from './refusals.js';
export { handedInOf, signedIfAny, signedOf, visitorOf, type Signed, type Visitor } from './signed.js';
export * from './door.js';
export * from './page-router.js';
