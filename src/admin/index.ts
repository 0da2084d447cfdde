export { buildAdmin, type AdminOptions } from './admin-app.js';
export { buildIdentityProvider } from './sign-in/index.js';
