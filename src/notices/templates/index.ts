import type { NoticeLanguage } from '../../loan/index.js';
import { english } from './en.js';
import { german } from './de.js';
import { swedish } from './sv.js';
import type { Templates } from './template.js';

/** Every language that notices are written in. */
export const templates: Readonly<Record<NoticeLanguage, Templates>> = {
  en: english,
  sv: swedish,
  de: german,
};

export type { Frame, Template, Templates } from './template.js';
