// A thread has no loader for TypeScript of its own before it asks for one.
import { register } from 'node:module';

register('./plain-typescript.mjs', import.meta.url);
await import('./worker.ts');
