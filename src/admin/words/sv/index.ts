import type { Catalogue } from '../catalogue.js';
import { signIn } from './sign-in.js';

export const swedish: Partial<Catalogue> = { ...signIn };
