import type { JSX } from 'preact';
import { Facts, Moment, Pill, Section } from '../frame/parts.js';
import { useReader } from '../frame/reader.js';
import type { MessageView, XmlPiece } from './message-view.js';
import type { RequestView } from './request-view.js';

/** The messages of a request, the newest first: what each says, and its XML below. */
export function Messages({ messages }: { messages: readonly MessageView[] }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="messages" title={t('request.messages')}>
      {messages.length === 0 ? <p class="muted">{t('message.none')}</p> : null}
      <div class="folds">
        {messages.map((message) => (
          <details key={message.id} class="fold" id={`message-${message.id}`}>
            <summary>
              <Pill icon={message.direction}>{t(`message.${message.direction}`)}</Pill> {message.sentence}{' '}
              <span class="muted">
                <Moment at={message.at} />
              </span>
            </summary>
            <div class="fold-body">
              <MessageBody message={message} />
            </div>
          </details>
        ))}
      </div>
    </Section>
  );
}

function MessageBody({ message }: { message: MessageView }): JSX.Element {
  const { t } = useReader();
  return (
    <div class="stack-small">
      {message.isErased ? <p class="muted">{t('message.erased')}</p> : <Facts facts={message.fields} />}
      <XmlFold title={t('message.xml')} pieces={message.xml} about={message.sentence} />
      {message.confirmation === undefined ? null : (
        <XmlFold title={t('message.confirmation')} pieces={message.confirmation} about={message.sentence} />
      )}
    </div>
  );
}

/** XML that unfolds. */
export function XmlFold(props: { title: string; pieces: readonly XmlPiece[]; about: string }): JSX.Element {
  const { title, pieces, about } = props;
  return (
    <details>
      <summary>
        {title}
        <span class="unseen">: {about}</span>
      </summary>
      <Xml pieces={pieces} />
    </details>
  );
}

export function Xml({ pieces }: { pieces: readonly XmlPiece[] }): JSX.Element {
  const { t } = useReader();
  return (
    <pre class="xml">
      {pieces.map((piece, index) =>
        'hole' in piece ? (
          <span key={index} class="hole">
            {t('message.hole', { n: piece.hole })}
          </span>
        ) : (
          piece.text
        ),
      )}
    </pre>
  );
}

/** What was to be delivered for a request, and how it went. */
export function Deliveries({ view }: { view: RequestView }): JSX.Element {
  const { t } = useReader();
  return (
    <Section id="deliveries" title={t('request.deliveries')}>
      {view.deliveries.length === 0 ? <p class="muted">{t('delivery.none')}</p> : null}
      <ul class="plain-list">
        {view.deliveries.map((delivery) => (
          <li key={delivery.id}>
            <code>{delivery.what}</code> <Pill tone={delivery.tone}>{delivery.state}</Pill>{' '}
            <span class="small muted">
              {[t('delivery.to', { peer: delivery.peer }), delivery.attempts, delivery.cause, delivery.next]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
