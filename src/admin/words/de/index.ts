import type { Catalogue } from '../catalogue.js';
import { signIn } from './sign-in.js';

export const german: Partial<Catalogue> = { ...signIn };
