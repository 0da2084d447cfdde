// A thread has no loader for TypeScript of its own before it asks for one.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
