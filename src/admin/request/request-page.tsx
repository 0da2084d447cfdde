import type { JSX } from 'preact';
import { Right } from '../../access/index.js';
import { ActForm, type ActFormView } from '../acts/act-form.js';
import { OutcomeNotice } from '../acts/outcome-notice.js';
import { ConditionSection } from '../conditions/condition-section.js';
import { MoneySection } from '../claims/claim-section.js';
import { Icon } from '../frame/icons.js';
import { Facts, Letter, Moment, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import { NoticesSent } from '../notices/notices-sent.js';
import { ParcelsOfRequest } from '../shipments/parcels-of-request.js';
import { Deadline } from '../work/rows.js';
import { InSyncSection } from './in-sync.js';
import { Deliveries, Messages } from './messages.js';
import { Chain, OfferSection } from './offer.js';
import { Patron, type PatronView } from './patron.js';
import type { FactView, RequestView } from './request-view.js';
import { Rota } from './rota.js';
import { Timeline } from './timeline.js';

/** One request: what is next first, its story below, what it is about beside. */
export function requestPage(view: RequestView, patron: PatronView): Page {
  const back = `/requests/${view.id}`;
  return {
    title: view.title,
    place: 'requests',
    heading: <Heading view={view} />,
    ...noticeOf(view, back),
    main: (
      <div class="columns">
        <div class="stack">
          {view.asOf === undefined ? <Next view={view} back={back} /> : <Past asOf={view.asOf} back={back} />}
          {view.inSync === undefined ? null : <InSyncSection inSync={view.inSync} />}
          {view.offer === undefined ? null : <OfferSection offer={view.offer} />}
          {view.conditions === undefined ? null : (
            <ConditionSection conditions={view.conditions} loan={view.id} />
          )}
          {view.money === undefined ? null : <MoneySection money={view.money} />}
          <Timeline view={view} />
          <Messages messages={view.messages} />
          <Deliveries view={view} />
        </div>
        <div class="stack">
          <Beside id="service" facts={view.service} />
          <Beside id="item" facts={view.item} />
          {view.asOf === undefined ? <Patron patron={patron} id={view.id} /> : null}
          {view.rota === undefined ? null : <Rota rota={view.rota} />}
          <Chain chain={view.chain} />
          <ParcelsOfRequest parcels={view.parcels} isPast={view.asOf !== undefined} />
          <NoticesSent notices={view.notices} />
          <Beside id="ids" facts={view.numbers} />
          {view.asOf === undefined ? <Paper id={view.id} /> : null}
        </div>
      </div>
    ),
  };
}

function noticeOf(view: RequestView, back: string): Pick<Page, 'notice'> {
  if (view.outcome === undefined && view.refused === undefined) return {};
  return { notice: <WhatBecame view={view} back={back} /> };
}

/** Of what was asked for a moment ago: done, held, or not possible any more. */
function WhatBecame({ view, back }: { view: RequestView; back: string }): JSX.Element {
  const { t } = useReader();
  const { outcome, refused } = view;
  return (
    <>
      {refused === undefined ? null : (
        <div class="notice notice-bad" role="alert">
          <strong>{t('act.not-any-more', { verb: refused.verb })}</strong> {refused.why}
        </div>
      )}
      {outcome === undefined ? null : <OutcomeNotice outcome={outcome} back={back} />}
    </>
  );
}

function Paper({ id }: { id: string }): JSX.Element {
  const { t } = useReader();
  return (
    <div class="buttons">
      <a class="button" href={`/requests/${id}/pull-slip`}>
        <Icon name="print" />
        {t('print.slip')}
      </a>
      <a class="button" href={`/requests/${id}/book-strap`}>
        <Icon name="print" />
        {t('print.strap')}
      </a>
    </div>
  );
}

function Heading({ view }: { view: RequestView }): JSX.Element {
  return (
    <div>
      <h1>{view.title}</h1>
      <p class="row-meta">
        {view.author === undefined ? null : <span class="author">{view.author}</span>}
        {view.queue === undefined ? null : <Pill tone={view.queue.tone}>{view.queue.text}</Pill>}
        <Pill icon={view.type.icon}>
          {view.format === undefined ? view.type.text : `${view.type.text} · ${view.format}`}
        </Pill>
        <span class="said">
          <Icon name={view.sideIcon} />
          {view.side}
        </span>
        {view.state === undefined ? null : (
          <span>
            {view.state.text} <code>{view.state.standard}</code>
          </span>
        )}
      </p>
    </div>
  );
}

/** The past is looked at only. */
function Past({ asOf, back }: { asOf: string; back: string }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="past" title={t('request.past')}>
      <p class="next-why">
        {t('request.as-of')} <Moment at={asOf} />
      </p>
      <p>
        <a href={back}>{t('request.back-to-now')}</a>
      </p>
    </Section>
  );
}

function Next({ view, back }: { view: RequestView; back: string }): JSX.Element {
  const { t, may } = useReader();
  const isWaiting = view.outcome?.held !== undefined;
  return (
    <Section id="next" title={t('request.next')}>
      <p class="next-why" lang={view.why.language}>
        {view.why.text}
      </p>
      {view.deadline === undefined ? null : (
        <p>
          <Deadline deadline={view.deadline} />
        </p>
      )}
      {view.isStuck ? (
        <p>
          <a href={`/messages?request=${view.id}`}>{t('delivery.board')}</a>
        </p>
      ) : null}
      {may(Right.Work) && !isWaiting ? <Acts view={view} back={back} /> : null}
      <WhyNot view={view} />
    </Section>
  );
}

function Acts({ view, back }: { view: RequestView; back: string }): JSX.Element {
  const { t } = useReader();
  const { primary, others } = view;
  if (primary === undefined && others.length === 0) return <p class="muted">{t('act.nothing')}</p>;
  return (
    <div class="acts">
      {primary === undefined ? null : (
        <div class="act-primary" id={`act-${primary.verb}`}>
          <h3>{primary.label}</h3>
          <ActForm act={primary} loan={view.id} back={back} />
        </div>
      )}
      {others.length === 0 ? null : (
        <div class="act-others" role="group" aria-label={t('act.more')}>
          {others.map((act) => (
            <FoldedAct key={act.verb} act={act} loan={view.id} back={back} />
          ))}
        </div>
      )}
    </div>
  );
}

function FoldedAct({ act, loan, back }: { act: ActFormView; loan: string; back: string }): JSX.Element {
  return (
    <details class="fold" id={`act-${act.verb}`} open={act.fault !== undefined} data-menu="">
      <summary data-key={act.letter}>
        {act.label}
        {act.letter === undefined ? null : <Letter>{act.letter}</Letter>}
      </summary>
      <div class="fold-body">
        <ActForm act={act} loan={loan} back={back} />
      </div>
    </details>
  );
}

function WhyNot({ view }: { view: RequestView }): JSX.Element | null {
  const { t } = useReader();
  const { whyNot, whyNotOthers } = view;
  if (whyNot === undefined) return null;
  return (
    <div class="why-not muted">
      <p>
        <strong>{t('act.why-not', { verb: whyNot.verb })}</strong> {whyNot.why}
      </p>
      {whyNotOthers.length === 0 ? null : (
        <details>
          <summary>{t('act.why-not-others')}</summary>
          <ul>
            {whyNotOthers.map(({ verb, why }) => (
              <li key={verb}>
                <strong>{verb}:</strong> {why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Beside({ id, facts }: { id: 'service' | 'item' | 'ids'; facts: readonly FactView[] }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id={id} title={t(`request.${id}`)}>
      <Facts facts={facts} />
    </Section>
  );
}
