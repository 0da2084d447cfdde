import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import { RevealReason, type Revelation } from '../../exchange/index.js';
import type { SealedAddress } from '../../loan/index.js';
import { Select, TextField } from '../frame/fields.js';
import { Csrf, Facts, Notice, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';

/** Who the reader is: covered, or shown once to whoever has said why. */
export type PatronView =
  | { kind: 'masked'; fault?: 'note-missing' }
  | { kind: 'elsewhere' }
  | { kind: 'nobody' }
  | { kind: 'revealed'; facts: readonly { name: string; value: string | undefined }[] };

export const revealReasons = Object.values(RevealReason);

export function Patron({ patron, id }: { patron: PatronView; id: string }): JSX.Element {
  const { t, may } = useReader();
  return (
    <Section id="patron" title={t('request.patron')}>
      {patron.kind === 'elsewhere' ? <p class="muted">{t('patron.their-reader')}</p> : null}
      {patron.kind === 'nobody' ? <Notice>{t('patron.nobody')}</Notice> : null}
      {patron.kind === 'revealed' ? (
        <>
          <Facts facts={patron.facts} />
          <p class="small muted">{t('patron.revealed')}</p>
        </>
      ) : null}
      {patron.kind === 'masked' ? <p class="muted">{t('patron.masked')}</p> : null}
      {patron.kind === 'masked' && may(Right.Reveal) ? <RevealForm id={id} fault={patron.fault} /> : null}
    </Section>
  );
}

function RevealForm({ id, fault }: { id: string; fault: 'note-missing' | undefined }): JSX.Element {
  const { t } = useReader();
  return (
    <details class="fold no-print" open={fault !== undefined}>
      <summary>{t('patron.show')}</summary>
      <form method="post" action={`/requests/${id}/reveal`} class="form fold-body">
        <Csrf />
        <Select
          name="reason"
          label={t('patron.why')}
          idPrefix="reveal-"
          choices={revealReasons.map((reason) => ({ value: reason, label: t(`reveal.${reason}`) }))}
        />
        <TextField
          name="note"
          label={t('patron.note')}
          idPrefix="reveal-"
          {...(fault === undefined ? {} : { fault: t('patron.reason-missing') })}
        />
        <div class="buttons">
          <button type="submit" class="button">
            {t('patron.show')}
          </button>
        </div>
      </form>
    </details>
  );
}

/** What names the reader, as names and values. */
export function patronFacts(
  { patron, pickup }: Revelation,
  { t }: Reader,
): { name: string; value: string | undefined }[] {
  const name = [patron?.givenName, patron?.surname].filter(Boolean).join(' ');
  return [
    { name: t('patron.reference'), value: patron?.reference },
    { name: t('patron.name'), value: name },
    { name: t('patron.type'), value: patron?.type },
    { name: t('patron.email'), value: patron?.email },
    { name: t('patron.address'), value: addressText(patron?.address) },
    { name: t('patron.pickup'), value: pickup?.name ?? addressText(pickup?.address) },
  ];
}

function addressText(address: SealedAddress | undefined): string | undefined {
  if (address === undefined) return undefined;
  const { line1, line2, postalCode, locality, region, country } = address;
  return [line1, line2, [postalCode, locality].filter(Boolean).join(' '), region, country]
    .filter(Boolean)
    .join(', ');
}
