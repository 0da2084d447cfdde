import type { JSX } from 'preact';
import type { WorkItem } from '../../desk/index.js';
import type { Preview, PreviewedMessage } from '../../exchange/index.js';
import { documentTypes, photoTypes } from '../../files/index.js';
import type { Loss } from '../../iso18626/index.js';
import type { Verb } from '../../loan/index.js';
import { present } from '../../loan/present.js';
import { FileField } from '../frame/fields.js';
import { Csrf, Facts, Notice, Section } from '../frame/parts.js';
import { useReader, type Reader } from '../frame/reader.js';
import type { Page } from '../frame/send-page.js';
import {
  fieldsOf as partsOf,
  messageSentence,
  xmlPieces,
  type FieldView,
  type XmlPiece,
} from '../request/message-view.js';
import { Xml } from '../request/messages.js';
import type { WordKey } from '../words/catalogue.js';
import { titleOf } from '../work/row.js';
import { takesFiles, takesPhotos, type FieldValues } from './act-fields.js';

type Possible = Extract<Preview, { kind: 'possible' }>;

interface Asked {
  verb: Verb;
  values: FieldValues;
  key: string;
  back: string;
}

export interface PreviewView {
  loan: string;
  title: string;
  verb: string;
  asked: Asked;
  state?: string;
  /** What the words of staff should perhaps not say, each with what to do. */
  warnings: readonly string[];
  notices: readonly { title: string; way: string; language: string; subject: string; text: string }[];
  messages: readonly {
    what: string;
    peer: string;
    sentence: string;
    edition: string;
    fields: readonly FieldView[];
    xml: readonly XmlPiece[];
    losses: string;
    rules: string;
    hasCovered: boolean;
    waitsBehind?: string;
  }[];
}

/** How what the edition has no element for is said all the same. */
const saidIn: Record<Loss['said'], WordKey> = {
  'in the note': 'preview.said-in-note',
  'in another element': 'preview.said-elsewhere',
  'not said': 'preview.not-said',
};

export function previewView(
  given: { item: WorkItem; previewed: Possible; asked: Asked },
  reader: Reader,
): PreviewView {
  const { item, previewed, asked } = given;
  const { t } = reader;
  return present({
    loan: item.view.id,
    title: titleOf(item, reader),
    verb: t(`verb.${asked.verb}`),
    asked,
    state: previewed.state === undefined ? undefined : t(`state.${previewed.state}`),
    warnings: previewed.warnings.map(({ kind, found }) => t(`lint.${kind}`, { found })),
    notices: previewed.notices.map(({ kind, to, way, language, subject, text }) => ({
      title: t('notice.for', { receiver: t(`receiver.${to}`), notice: t(`notice-kind.${kind}`) }),
      way: t(`notice-way.${way}`),
      language,
      subject,
      text,
    })),
    messages: previewed.messages.map((message) => messageShown(message, item, reader)),
  });
}

function messageShown(
  previewed: PreviewedMessage,
  { peerName }: WorkItem,
  reader: Reader,
): PreviewView['messages'][number] {
  const { peer, what, edition, message, template, holes, losses, rules, waitsBehind } = previewed;
  const { t } = reader;
  return {
    what,
    edition,
    peer: peerName ?? peer,
    sentence: messageSentence(what, 'out', reader) ?? what,
    fields: partsOf(message, reader),
    xml: openTexts(xmlPieces(template), holes),
    losses: losses.map(({ path, said }) => `${path} (${t(saidIn[said])})`).join(', '),
    rules: rules.join(', '),
    hasCovered: holes.some(({ privacy }) => privacy !== 'text'),
    ...(waitsBehind === undefined
      ? {}
      : { waitsBehind: messageSentence(waitsBehind, 'out', reader) ?? waitsBehind }),
  };
}

/** What staff write themselves stands in its place; what names the reader, and what is secret, stays covered. */
function openTexts(pieces: readonly XmlPiece[], holes: PreviewedMessage['holes']): XmlPiece[] {
  return pieces.map((piece) => {
    const hole = 'hole' in piece ? holes[piece.hole - 1] : undefined;
    return hole?.privacy === 'text' ? { text: hole.value } : piece;
  });
}

export function previewPage(view: PreviewView, { t }: Reader): Page {
  return {
    title: t('preview.title', { verb: view.verb }),
    place: 'requests',
    width: 'narrow',
    notice: <Notice tone="accent">{t('preview.nothing-sent')}</Notice>,
    main: <PreviewMain {...view} />,
  };
}

function PreviewMain(view: PreviewView): JSX.Element {
  const { t } = useReader();
  const { messages, state, title } = view;
  return (
    <>
      <p class="lead">
        <strong>{title}</strong> {t('preview.order', { n: messages.length })}{' '}
        {state === undefined ? null : t('preview.state', { state })}
      </p>
      <Warnings warnings={view.warnings} />
      {messages.map((message, index) => (
        <Section
          key={index}
          id={`message-${index}`}
          title={t('preview.what', { peer: message.peer })}
          aside={<span class="muted">{t('preview.edition', { edition: message.edition })}</span>}
        >
          <div class="stack-small">
            <p class="next-why">{message.sentence}</p>
            <Facts facts={message.fields} />
            {message.waitsBehind === undefined ? null : (
              <Notice tone="warn">
                {t('preview.waits', { before: message.waitsBehind })}{' '}
                <a href={`/messages?request=${view.loan}`}>{t('delivery.board')}</a>
              </Notice>
            )}
            {message.losses === '' ? null : (
              <Notice tone="warn">{t('preview.losses', { losses: message.losses })}</Notice>
            )}
            {message.rules === '' ? null : (
              <p class="small muted">{t('preview.rules', { rules: message.rules })}</p>
            )}
            <h3>{t('preview.xml')}</h3>
            <Xml pieces={message.xml} />
            <p class="small muted">
              {message.hasCovered ? `${t('preview.masked')} ` : ''}
              {t('preview.now')}
            </p>
          </div>
        </Section>
      ))}
      {view.notices.map((notice, index) => (
        <NoticeShown key={index} id={`notice-${index}`} notice={notice} />
      ))}
      <DoIt view={view} />
    </>
  );
}

function NoticeShown({ id, notice }: { id: string; notice: PreviewView['notices'][number] }): JSX.Element {
  const { way, language, subject, text } = notice;
  return (
    <Section id={id} title={notice.title} aside={<span class="muted">{way}</span>}>
      <p lang={language}>
        <strong>{subject}</strong>
      </p>
      <pre class="letter-text" lang={language}>
        {text}
      </pre>
    </Section>
  );
}

function Warnings({ warnings }: { warnings: PreviewView['warnings'] }): JSX.Element | null {
  const { t } = useReader();
  if (warnings.length === 0) return null;
  return (
    <Notice tone="warn">
      {t('lint.lead')}
      <ul>
        {warnings.map((warning, index) => (
          <li key={index}>{warning}</li>
        ))}
      </ul>
    </Notice>
  );
}

function DoIt({ view }: { view: PreviewView }): JSX.Element {
  const { t } = useReader();
  const { verb, key, back, values } = view.asked;
  const hidden = Object.entries({ verb, key, back, ...values });
  return (
    <form
      method="post"
      action={`/requests/${view.loan}/acts`}
      class="form"
      encType={takesFiles(verb) ? 'multipart/form-data' : undefined}
    >
      <Csrf />
      {hidden.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {takesFiles(verb) ? (
        <FileField
          name={takesPhotos(verb) ? 'photos' : 'document'}
          label={t(takesPhotos(verb) ? 'field.photos' : 'field.document')}
          hint={t('preview.photos-again')}
          accept={(takesPhotos(verb) ? photoTypes : documentTypes).join(',')}
          isMany={takesPhotos(verb)}
        />
      ) : null}
      <div class="buttons">
        <button type="submit" class="button button-primary">
          {view.verb}
        </button>
        <a class="button" href={`/requests/${view.loan}#act-${verb}`}>
          {t('preview.change')}
        </a>
      </div>
    </form>
  );
}
