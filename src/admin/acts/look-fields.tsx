import type { JSX } from 'preact';
import { documentTypes, photoTypes } from '../../files/index.js';
import { conditionMarks, ConditionMoment } from '../../loan/index.js';
import { Checkbox, Chips, FileField, Select, TextArea, type TextField } from '../frame/fields.js';
import type { Translate } from '../words/translate.js';

type Common = Parameters<typeof TextField>[0];

/** How the fields look by which staff say how an item looks. */
export const lookWays = {
  when: (common: Common, t: Translate): JSX.Element => (
    <Select
      {...common}
      choices={[
        { value: '', label: t('condition-report.newest') },
        ...Object.values(ConditionMoment).map((when) => ({ value: when, label: t(`looked.${when}`) })),
      ]}
    />
  ),
  marks: (common: Common, t: Translate): JSX.Element => (
    <div class="wide">
      <Chips
        {...common}
        choices={conditionMarks.map((mark) => ({ value: mark, label: t(`mark.${mark}`) }))}
        chosen={(common.value ?? '').split(',')}
      />
    </div>
  ),
  looks: (common: Common, t: Translate): JSX.Element => (
    <div class="wide">
      <TextArea {...common} hint={t('field.looks-hint')} />
    </div>
  ),
  photos: (common: Common, t: Translate): JSX.Element => (
    <div class="wide">
      <FileField {...common} accept={photoTypes.join(',')} isMany hint={t('field.photos-hint')} />
    </div>
  ),
  document: (common: Common, t: Translate): JSX.Element => (
    <FileField {...common} accept={documentTypes.join(',')} hint={t('field.document-hint')} />
  ),
  tell: ({ name, label, value, idPrefix = '' }: Common): JSX.Element => (
    <Checkbox name={name} label={label} idPrefix={idPrefix} isOn={value !== undefined} />
  ),
} as const;
