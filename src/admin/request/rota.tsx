import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import { TextField } from '../frame/fields.js';
import { ButtonForm, Csrf, Heads, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { OpenSupplier, RotaPageView, SupplierLine } from './rota-view.js';

/** Who is asked, in which order, and why; and a form that changes it. */
export function Rota({ rota }: { rota: RotaPageView }): JSX.Element {
  const { t, may } = useReader();
  const { suppliers, catalogues, nextTry, open, canSeek, id } = rota;
  return (
    <Section id="suppliers" title={t('request.suppliers')}>
      {suppliers.some(({ parts }) => parts.length > 0) ? <p class="muted">{t('rota.lead')}</p> : null}
      <ol class="numbered">
        {suppliers.map((supplier) => (
          <Line key={supplier.name} supplier={supplier} />
        ))}
      </ol>
      {catalogues.length === 0 ? null : (
        <div class="small muted">
          <p>{t('rota.catalogues')}</p>
          <ul>
            {catalogues.map((said) => (
              <li key={said}>{said}</li>
            ))}
          </ul>
          {nextTry === undefined ? null : <p>{nextTry}</p>}
        </div>
      )}
      {open !== undefined && may(Right.Work) ? <Change rota={rota} open={open} /> : null}
      {canSeek && may(Right.Work) ? (
        <ButtonForm action={`/requests/${id}/holdings`} label={t('rota.seek')} />
      ) : null}
    </Section>
  );
}

function Line({ supplier }: { supplier: SupplierLine }): JSX.Element {
  const { t } = useReader();
  const { name, outcome, tone, points, remark, remarkLanguage, parts, evidence } = supplier;
  return (
    <li>
      <span class="id">{name}</span> <Pill tone={tone}>{outcome}</Pill>
      {points === undefined ? null : <span class="small muted"> {points}</span>}
      {remark === undefined ? null : (
        <span class="small muted" lang={remarkLanguage}>
          {' '}
          {remark}
        </span>
      )}
      {parts.length + evidence.length === 0 ? null : (
        <details class="small">
          <summary>
            {t('rota.why')}
            <span class="unseen">: {name}</span>
          </summary>
          {parts.length === 0 ? null : <Parts parts={parts} />}
          {evidence.length === 0 ? null : (
            <>
              <p class="muted">{t('rota.evidence')}</p>
              <ul>
                {evidence.map((said) => (
                  <li key={said}>{said}</li>
                ))}
              </ul>
            </>
          )}
        </details>
      )}
    </li>
  );
}

function Parts({ parts }: Pick<SupplierLine, 'parts'>): JSX.Element {
  const { t } = useReader();
  return (
    <table class="terms">
      <Heads of={[t('rota.rule'), t('rota.gives'), t('rota.because')]} />
      <tbody>
        {parts.map(({ rule, points, because }) => (
          <tr key={rule}>
            <th scope="row">{rule}</th>
            <td>{points}</td>
            <td>{because}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A number for each that is not asked yet; without one it is skipped. */
function Change({ rota, open }: { rota: RotaPageView; open: readonly OpenSupplier[] }): JSX.Element {
  const { t } = useReader();
  const { id, fault } = rota;
  return (
    <details class="fold" open={fault !== undefined}>
      <summary>{t('rota.change')}</summary>
      <form
        method="post"
        action={`/requests/${id}/suppliers`}
        class="form fold-body"
        aria-label={t('rota.change')}
      >
        <Csrf />
        <p class="muted">{t('rota.change-about')}</p>
        {fault === undefined ? null : (
          <p class="fault" role="alert">
            {fault.text}
          </p>
        )}
        <div class="fields">
          {open.map(({ name, place }, index) => (
            <div class="field" key={name}>
              <input type="hidden" name={`supplier${index + 1}`} value={name} />
              <TextField
                name={`place${index + 1}`}
                idPrefix="rota-"
                label={t('rota.place', { name })}
                value={place}
              />
            </div>
          ))}
          <TextField
            name="added"
            idPrefix="rota-"
            label={t('rota.add')}
            hint={t('rota.add-hint')}
            {...(fault?.added === undefined ? {} : { value: fault.added })}
          />
        </div>
        <button type="submit" class="button">
          {t('rota.save')}
        </button>
      </form>
    </details>
  );
}
