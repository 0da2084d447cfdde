import { frame } from './frame.js';
import { signIn } from './sign-in.js';

/** Every sentence of the page, in English: what this has, the other languages have. ICU messages. */
export const english = { ...frame, ...signIn } as const;
