import type { Initiating } from '../../../../src/iso18626/index.js';
import type { RemarkCode } from '../../../../src/peers/index.js';
import { asks, header, tells, usd, wants, wantsWith } from './messages.js';

/** One message before and after a rule. Without `after` the rule leaves it as it is. */
export interface Case {
  rule: string;
  way: 'outgoing' | 'incoming';
  why: string;
  before: Initiating;
  after?: Initiating;
  remarks?: RemarkCode[];
  losses?: string[];
  parameters?: object;
}

const library = { value: 'LibraryUseOnly' };
const dateSent = header.timestamp;
const id = (code: string, value: string) => ({
  bibliographicItemIdentifierCode: { value: code },
  bibliographicItemIdentifier: value,
});
const record = (code: string, value: string, scheme?: string) => ({
  bibliographicRecordIdentifierCode: { value: code, ...(scheme === undefined ? {} : { scheme }) },
  bibliographicRecordIdentifier: value,
});
const street = {
  physicalAddress: { line1: 'Storgatan 1', locality: 'Umeå', postalCode: '90187', country: { value: 'SE' } },
};
const shipTo = '#SHIP_TO#\nStorgatan 1\nUmeå, 90187\nSE\n#ST_END#\n';
const returnTo = '#RETURN_TO#\nSouth\nStorgatan 1\nUmeå, 90187\nSE\n#RT_END#\n';

const conditions: Case[] = [
  {
    rule: 'conditions-2021-retry',
    way: 'outgoing',
    why: 'names the conditions in retryInfo',
    before: tells('RetryPossible', { deliveryInfo: { loanCondition: [library] } }),
    after: tells('RetryPossible', {
      reasonRetry: { value: 'MustMeetLoanCondition' },
      retryInfo: { loanCondition: [library] },
    }),
  },
  {
    rule: 'conditions-2021-retry',
    way: 'outgoing',
    why: 'never turns a WillSupply into the end of the transaction',
    before: tells('WillSupply', { deliveryInfo: { loanCondition: [library] } }),
  },
  {
    rule: 'conditions-2021-retry',
    way: 'incoming',
    why: 'reads them there',
    before: tells('RetryPossible', { retryInfo: { loanCondition: [library] } }),
    remarks: ['condition-added'],
  },
  {
    rule: 'conditions-will-supply-note',
    way: 'outgoing',
    why: 'puts them in deliveryInfo with a dateSent',
    before: tells('WillSupply', { retryInfo: { loanCondition: [library] } }),
    after: tells('WillSupply', { deliveryInfo: { dateSent, loanCondition: [library] } }),
  },
  {
    rule: 'conditions-will-supply-note',
    way: 'incoming',
    why: 'reads them beside WillSupply',
    before: tells('WillSupply', { deliveryInfo: { dateSent, loanCondition: [library] } }),
    remarks: ['condition-added'],
  },
  {
    rule: 'conditions-will-supply-note',
    way: 'incoming',
    why: 'takes those of an item that is sent as accepted',
    before: tells('Loaned', { deliveryInfo: { dateSent, loanCondition: [library] } }),
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'outgoing',
    why: 'announces a condition',
    before: tells('WillSupply', { note: 'Careful.', deliveryInfo: { loanCondition: [library] } }),
    after: tells('WillSupply', {
      note: '#ReShareAddLoanCondition#\nCareful.',
      deliveryInfo: { dateSent, loanCondition: [library] },
    }),
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'outgoing',
    why: 'gives a price alone the condition `other`',
    before: tells('WillSupply', { deliveryInfo: { deliveryCosts: [usd('12.00')] } }),
    after: tells('WillSupply', {
      note: '#ReShareAddLoanCondition#',
      retryInfo: { offeredCosts: [usd('12.00')] },
      deliveryInfo: { dateSent, deliveryCosts: [usd('12.00')], loanCondition: [{ value: 'other' }] },
    }),
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'outgoing',
    why: 'says yes with its marker',
    before: asks('Notification', 'Accept!'),
    after: asks('Notification', '#ReShareLoanConditionAgreeResponse#'),
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'outgoing',
    why: 'says no with its marker',
    before: asks('Notification', 'REJECT'),
    after: asks('Notification', '#ReShareLoanConditionRejectResponse#'),
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'incoming',
    why: 'reads an added condition',
    before: tells('ExpectToSupply', { note: '#ReShareAddLoanCondition#Careful.' }),
    after: tells('ExpectToSupply', { note: 'Careful.' }),
    remarks: ['condition-added'],
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'incoming',
    why: 'reads that it waits for us',
    before: tells('ExpectToSupply', { note: '#ReShareSupplierAwaitingConditionConfirmation#' }),
    after: tells('ExpectToSupply'),
    remarks: ['condition-waits'],
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'incoming',
    why: 'reads that it takes our consent for granted',
    before: tells('ExpectToSupply', { note: '#ReShareSupplierConditionsAssumedAgreed# soon' }),
    after: tells('ExpectToSupply', { note: 'soon' }),
    remarks: ['condition-assumed'],
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'incoming',
    why: 'reads a yes',
    before: asks('Notification', '#ReShareLoanConditionAgreeResponse#fine'),
    after: asks('Notification', 'fine'),
    remarks: ['condition-accepted'],
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'incoming',
    why: 'reads a no',
    before: asks('Cancel', '#ReShareLoanConditionRejectResponse#'),
    after: asks('Cancel'),
    remarks: ['condition-refused'],
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'incoming',
    why: 'reads nothing in the middle of what a person wrote',
    before: asks('Notification', 'He typed #ReShareLoanConditionAgreeResponse# himself'),
  },
  {
    rule: 'conditions-reshare-markers',
    way: 'incoming',
    why: "reads nothing in a patron's wish",
    before: wantsWith({ note: '#ReShareLoanConditionAgreeResponse#' }),
  },
  {
    rule: 'conditions-accept-reject-note',
    way: 'outgoing',
    why: 'says condition and price in words',
    before: tells('WillSupply', {
      note: 'Careful.',
      retryInfo: { offeredCosts: [usd('12.00')] },
      deliveryInfo: { loanCondition: [library] },
    }),
    after: tells('WillSupply', {
      note: 'Condition: LibraryUseOnly, Cost: 12.00 USD\nCareful.',
      retryInfo: { offeredCosts: [usd('12.00')] },
      deliveryInfo: { loanCondition: [library] },
    }),
  },
  {
    rule: 'conditions-accept-reject-note',
    way: 'outgoing',
    why: 'says nothing of a price of nothing',
    before: tells('WillSupply', { retryInfo: { offeredCosts: [usd('0.00')] } }),
  },
  {
    rule: 'conditions-accept-reject-note',
    way: 'incoming',
    why: 'reads ACCEPT whatever its case and punctuation',
    before: asks('Notification', ' "accept". '),
    remarks: ['condition-accepted'],
  },
  {
    rule: 'conditions-accept-reject-note',
    way: 'incoming',
    why: 'reads REJECT',
    before: asks('Notification', 'Reject'),
    remarks: ['condition-refused'],
  },
  {
    rule: 'conditions-accept-reject-note',
    way: 'incoming',
    why: 'reads no answer in a sentence',
    before: asks('Notification', 'We accept nothing but PDFs'),
  },
  {
    rule: 'conditions-accept-reject-note',
    way: 'incoming',
    why: 'reads the words before a note',
    before: tells('WillSupply', {
      reasonForMessage: 'Notification',
      note: 'Condition: NoReproduction, Cost: 10 USD\nhello',
    }),
    after: tells('WillSupply', {
      reasonForMessage: 'Notification',
      note: 'Condition: NoReproduction, Cost: 10 USD\nhello',
      retryInfo: { loanCondition: [{ value: 'NoReproduction' }], offeredCosts: [usd('10')] },
    }),
    remarks: ['condition-added', 'cost-told'],
  },
  {
    rule: 'conditions-accept-reject-note',
    way: 'incoming',
    why: 'reads the words behind what a broker puts before them',
    before: tells('WillSupply', {
      reasonForMessage: 'Notification',
      note: 'Supplier: ISIL:SE-EAST, Vendor: Alma\nCondition: NoReproduction, Cost: 10 USD',
    }),
    after: tells('WillSupply', {
      reasonForMessage: 'Notification',
      note: 'Supplier: ISIL:SE-EAST, Vendor: Alma\nCondition: NoReproduction, Cost: 10 USD',
      retryInfo: { loanCondition: [{ value: 'NoReproduction' }], offeredCosts: [usd('10')] },
    }),
    remarks: ['condition-added', 'cost-told'],
  },
  {
    rule: 'conditions-accept-reject-note',
    way: 'incoming',
    why: 'reads that conditions wait for an answer',
    before: tells(undefined, {
      reasonForMessage: 'Notification',
      note: 'Conditions pending approval, please respond `ACCEPT` or `REJECT`',
    }),
    remarks: ['condition-waits'],
  },
  {
    rule: 'conditions-accept-reject-note',
    way: 'incoming',
    why: 'reads that silence is taken for a yes',
    before: tells(undefined, {
      reasonForMessage: 'Notification',
      note: 'Supplier: ISIL:SE-EAST\nSupplier assumes approval of conditions unless `REJECT` is sent',
    }),
    remarks: ['condition-assumed'],
  },
  {
    rule: 'reject-as-cancel',
    way: 'incoming',
    why: 'takes a Cancel without words for a no as well',
    before: asks('Cancel'),
    remarks: ['condition-refused'],
  },
  {
    rule: 'reject-as-cancel',
    way: 'incoming',
    why: 'takes a Cancel with words for what it says',
    before: asks('Cancel', 'The patron has died.'),
  },
  {
    rule: 'loan-condition-codes',
    way: 'outgoing',
    why: "writes the list's spelling",
    before: tells('WillSupply', { deliveryInfo: { dateSent, loanCondition: [{ value: 'libraryuseonly' }] } }),
    after: tells('WillSupply', { deliveryInfo: { dateSent, loanCondition: [library] } }),
  },
  {
    rule: 'loan-condition-codes',
    way: 'incoming',
    why: 'reads any case, and keeps what no list knows',
    before: tells('WillSupply', {
      deliveryInfo: { dateSent, loanCondition: [{ value: 'LIBRARYUSEONLY' }, { value: 'Gloves' }] },
    }),
    after: tells('WillSupply', { deliveryInfo: { dateSent, loanCondition: [library, { value: 'Gloves' }] } }),
  },
];

const costs: Case[] = [
  {
    rule: 'costs-in-offered',
    way: 'outgoing',
    why: 'moves a price to where it is read',
    before: tells('WillSupply', { deliveryInfo: { deliveryCosts: [usd('5')] } }),
    after: tells('WillSupply', {
      retryInfo: { offeredCosts: [usd('5')] },
      deliveryInfo: { dateSent, deliveryCosts: [usd('5')], loanCondition: [{ value: 'other' }] },
    }),
  },
  {
    rule: 'costs-in-offered',
    way: 'incoming',
    why: 'notices a price',
    before: tells('ExpectToSupply', { retryInfo: { offeredCosts: [usd('5')] } }),
    remarks: ['cost-told'],
  },
  {
    rule: 'costs-in-delivery',
    way: 'outgoing',
    why: 'tells the price when the item goes',
    before: tells('Loaned', { retryInfo: { offeredCosts: [usd('5')] }, deliveryInfo: { dateSent } }),
    after: tells('Loaned', {
      retryInfo: { offeredCosts: [usd('5')] },
      deliveryInfo: { dateSent, deliveryCosts: [usd('5')] },
    }),
  },
  {
    rule: 'costs-in-delivery',
    way: 'incoming',
    why: 'notices it there',
    before: tells('Loaned', { deliveryInfo: { dateSent, deliveryCosts: [usd('5')] } }),
    remarks: ['cost-told'],
  },
  {
    rule: 'maximum-costs-in-note',
    way: 'outgoing',
    why: 'repeats the most that we pay',
    before: wantsWith({ note: 'Any edition.' }, { billingInfo: { maximumCosts: usd('15.00') } }),
    after: wantsWith(
      { note: 'Any edition.\nCost: 15.00 USD' },
      { billingInfo: { maximumCosts: usd('15.00') } },
    ),
  },
];

const statuses: Case[] = [
  {
    rule: 'no-expect-to-supply',
    way: 'outgoing',
    why: 'says WillSupply, and lists what is lost',
    before: tells('ExpectToSupply'),
    after: tells('WillSupply'),
    losses: ['supplyingAgencyMessage/statusInfo/status: ExpectToSupply'],
  },
  {
    rule: 'loan-completed-as-request-response',
    way: 'outgoing',
    why: 'changes the reason',
    before: tells('LoanCompleted'),
    after: tells('LoanCompleted', { reasonForMessage: 'RequestResponse' }),
  },
  {
    rule: 'loan-completed-as-request-response',
    way: 'outgoing',
    why: 'leaves the answer to a question',
    before: tells('LoanCompleted', { reasonForMessage: 'StatusRequestResponse' }),
  },
  {
    rule: 'loaned-as-status-change',
    way: 'outgoing',
    why: 'changes the reason',
    before: tells('Loaned', { reasonForMessage: 'RequestResponse' }),
    after: tells('Loaned'),
  },
  {
    rule: 'will-supply-as-request-response',
    way: 'outgoing',
    why: 'changes the reason where nothing is tied to it',
    before: tells('WillSupply'),
    after: tells('WillSupply', { reasonForMessage: 'RequestResponse' }),
  },
  {
    rule: 'will-supply-with-condition-as-notification',
    way: 'outgoing',
    why: 'lets staff there see the note',
    before: tells('WillSupply', { deliveryInfo: { dateSent, loanCondition: [library] } }),
    after: tells('WillSupply', {
      reasonForMessage: 'Notification',
      deliveryInfo: { dateSent, loanCondition: [library] },
    }),
  },
  {
    rule: 'broker-unfilled-notification',
    way: 'outgoing',
    why: 'says it in words',
    before: tells('Unfilled', { reasonForMessage: 'Notification', reasonUnfilled: { value: 'NotHeld' } }),
    after: tells('Unfilled', {
      reasonForMessage: 'Notification',
      reasonUnfilled: { value: 'NotHeld' },
      note: 'Status: Unfilled, Reason: NotHeld',
    }),
  },
  {
    rule: 'broker-unfilled-notification',
    way: 'incoming',
    why: 'tells that one supplier has declined',
    before: tells('Unfilled', { reasonForMessage: 'Notification' }),
    remarks: ['supplier-declined'],
  },
  {
    rule: 'broker-unfilled-notification',
    way: 'incoming',
    why: 'takes a real Unfilled for one',
    before: tells('Unfilled'),
  },
  {
    rule: 'notification-status-ignored',
    way: 'incoming',
    why: 'leaves the status out',
    before: tells('RequestReceived', { reasonForMessage: 'Notification' }),
    after: tells(undefined, { reasonForMessage: 'Notification' }),
    remarks: ['status-ignored'],
  },
  {
    rule: 'empty-status',
    way: 'incoming',
    why: 'means unchanged',
    before: tells(undefined, { reasonForMessage: 'Notification' }),
    remarks: ['status-ignored'],
  },
  {
    rule: 'empty-delivery-info',
    way: 'incoming',
    why: 'says nothing where nothing is sent',
    before: tells('ExpectToSupply', { deliveryInfo: { dateSent, sentToPatron: false }, returnInfo: {} }),
    after: tells('ExpectToSupply'),
  },
  {
    rule: 'empty-delivery-info',
    way: 'incoming',
    why: 'counts where the item is sent',
    before: tells('Loaned', { deliveryInfo: { dateSent } }),
  },
  {
    rule: 'duplicate-in-note',
    way: 'outgoing',
    why: 'begins the note with the word',
    before: tells('Unfilled', { reasonUnfilled: { value: 'Duplicate' } }),
    after: tells('Unfilled', { reasonUnfilled: { value: 'Duplicate' }, note: 'DUPLICATE' }),
  },
  {
    rule: 'duplicate-in-note',
    way: 'incoming',
    why: 'reads the word as the reason',
    before: tells('Unfilled', { note: 'DUPLICATE of R0' }),
    after: tells('Unfilled', { note: 'DUPLICATE of R0', reasonUnfilled: { value: 'Duplicate' } }),
  },
  {
    rule: 'cancel-no-says-cancelled',
    way: 'incoming',
    why: 'is noticed',
    before: tells('Cancelled', { reasonForMessage: 'CancelResponse', answerYesNo: 'N' }),
    remarks: ['answer-contradicts-status'],
  },
  {
    rule: 'lost-as-notification',
    way: 'outgoing',
    why: 'says it with the tail',
    before: asks('Lost', 'Since May.'),
    after: asks('Notification', 'The item is reported lost. Since May. [ill:lost v1]'),
    losses: ['requestingAgencyMessage/action: Lost'],
  },
  {
    rule: 'report-tails',
    way: 'incoming',
    why: 'reads what ends a note',
    before: asks('Notification', 'Alas. [ill:lost v1]'),
    remarks: ['reported-lost'],
  },
  {
    rule: 'report-tails',
    way: 'incoming',
    why: 'reads damage',
    before: asks('Notification', 'Torn. [ill:damaged v1]'),
    remarks: ['reported-damaged'],
  },
  {
    rule: 'report-tails',
    way: 'incoming',
    why: 'reads nothing that is quoted',
    before: asks('Notification', 'You wrote [ill:lost v1]: why?'),
  },
];

const link = 'https://copies.example/a?b=1';
const links: Case[] = [
  {
    rule: 'url-in-item-id',
    way: 'outgoing',
    why: 'puts the link where 2017 has room',
    before: tells('CopyCompleted', { deliveryInfo: { dateSent, URL: link } }),
    after: tells('CopyCompleted', {
      deliveryInfo: { dateSent, itemId: [link], deliveryMethod: { value: 'URL' } },
    }),
  },
  {
    rule: 'url-in-item-id',
    way: 'outgoing',
    why: 'lists the item that made room',
    before: tells('CopyCompleted', { deliveryInfo: { dateSent, URL: link, itemId: ['B1'] } }),
    after: tells('CopyCompleted', {
      deliveryInfo: { dateSent, itemId: [link], deliveryMethod: { value: 'URL' } },
    }),
    losses: ['supplyingAgencyMessage/deliveryInfo/itemId'],
  },
  {
    rule: 'url-in-item-id',
    way: 'incoming',
    why: 'reads it back',
    before: tells('CopyCompleted', {
      deliveryInfo: { dateSent, itemId: [link], deliveryMethod: { value: 'URL' } },
    }),
    after: tells('CopyCompleted', {
      deliveryInfo: { dateSent, URL: link, deliveryMethod: { value: 'URL' } },
    }),
    remarks: ['link-given'],
  },
  {
    rule: 'url-in-item-id',
    way: 'incoming',
    why: 'takes a barcode for one',
    before: tells('Loaned', { deliveryInfo: { dateSent, itemId: ['B1'] } }),
  },
  {
    rule: 'url-in-note',
    way: 'outgoing',
    why: 'begins the note with it',
    before: tells('CopyCompleted', { note: 'Enjoy.', deliveryInfo: { dateSent, URL: link } }),
    after: tells('CopyCompleted', { note: `URL: ${link}\nEnjoy.`, deliveryInfo: { dateSent, URL: link } }),
  },
  {
    rule: 'url-in-note',
    way: 'incoming',
    why: 'reads it there',
    before: tells('CopyCompleted', { note: `URL: ${link}\nEnjoy.` }),
    after: tells('CopyCompleted', { note: `URL: ${link}\nEnjoy.`, deliveryInfo: { URL: link } }),
    remarks: ['link-given'],
  },
  {
    rule: 'url-in-note',
    way: 'incoming',
    why: 'follows no script',
    before: tells('CopyCompleted', { note: 'URL: javascript:alert(1)' }),
  },
];

const sent = (...itemId: string[]) => ({ deliveryInfo: { dateSent, itemId } });
const volumes: Case[] = [
  {
    rule: 'multivol-commas',
    way: 'outgoing',
    why: 'packs the items',
    before: tells('Loaned', sent('B1', 'B2')),
    after: tells('Loaned', sent('multivol:B1,,B1,multivol:B2,,B2')),
  },
  {
    rule: 'multivol-commas',
    way: 'outgoing',
    why: 'leaves one item alone',
    before: tells('Loaned', sent('B1')),
  },
  {
    rule: 'multivol-commas',
    way: 'incoming',
    why: 'unpacks them',
    before: tells('Loaned', sent('multivol:v.1,QA 1,B1,multivol:v.2,QA 2,B2')),
    after: tells('Loaned', sent('B1', 'B2')),
    remarks: ['several-volumes'],
  },
  {
    rule: 'multivol-commas',
    way: 'incoming',
    why: 'reads one item of three parts',
    before: tells('Loaned', sent('v.1,QA 1,B1')),
    after: tells('Loaned', sent('B1')),
  },
  {
    rule: 'multivol-commas',
    way: 'incoming',
    why: 'guesses no barcode',
    before: tells('Loaned', sent('multivol:v.1,B1')),
  },
  {
    rule: 'multivol-hashes',
    way: 'outgoing',
    why: 'packs the items',
    before: tells('Loaned', sent('B1', 'B2')),
    after: tells('Loaned', sent('multivol:B1####B1###multivol:B2####B2')),
  },
  {
    rule: 'multivol-hashes',
    way: 'incoming',
    why: 'unpacks the commas of an earlier release, where the mark is there',
    before: tells('Loaned', sent('multivol:v.1,QA 1,B1,multivol:v.2,QA 2,B2')),
    after: tells('Loaned', sent('B1', 'B2')),
    remarks: ['several-volumes'],
  },
  {
    rule: 'multivol-hashes',
    way: 'incoming',
    why: 'takes commas without the mark for a barcode',
    before: tells('Loaned', sent('v.1,QA 1,B1')),
  },
  {
    rule: 'multivol-commas',
    way: 'incoming',
    why: 'unpacks the ### of a later release, whatever commas are in it',
    before: tells('Loaned', sent('multivol:A, B##QA 1, c##B1###multivol:C##QA 2##B2')),
    after: tells('Loaned', sent('B1', 'B2')),
    remarks: ['several-volumes'],
  },
  {
    rule: 'multivol-hashes',
    way: 'incoming',
    why: 'unpacks them',
    before: tells('Loaned', sent('multivol:v.1##QA 1##B1###multivol:v.2##QA 2##B2')),
    after: tells('Loaned', sent('B1', 'B2')),
    remarks: ['several-volumes'],
  },
  {
    rule: 'multivol-hashes',
    way: 'incoming',
    why: 'reads one item of three parts',
    before: tells('Loaned', sent('v.1##QA 1##B1')),
    after: tells('Loaned', sent('B1')),
  },
  {
    rule: 'multivol-hashes',
    way: 'incoming',
    why: 'leaves a plain barcode',
    before: tells('Loaned', sent('B1')),
  },
  {
    rule: 'items-block',
    way: 'outgoing',
    why: 'lists the items in the note',
    before: tells('Loaned', { note: 'Two.', ...sent('B|1', 'B2') }),
    after: tells('Loaned', {
      note: 'Two.\n#MultipleItems#\nB\\|1||\nB2||\n#MultipleItemsEnd#',
      ...sent('B|1', 'B2'),
    }),
  },
  {
    rule: 'items-block',
    way: 'incoming',
    why: 'reads the barcodes',
    before: tells('Loaned', {
      note: 'Two.\n#MultipleItems#\nB\\|1|QA 1|One\nB2|QA 2|Two\n#MultipleItemsEnd#',
    }),
    after: tells('Loaned', { note: 'Two.', deliveryInfo: { itemId: ['B|1', 'B2'] } }),
    remarks: ['several-volumes'],
  },
];

const addresses: Case[] = [
  {
    rule: 'return-to-block',
    way: 'outgoing',
    why: 'says where the item goes back to',
    before: tells('Loaned', { returnInfo: { name: 'South', ...street } }),
    after: tells('Loaned', { returnInfo: { name: 'South', ...street }, note: returnTo }),
  },
  {
    rule: 'return-to-block',
    way: 'incoming',
    why: 'reads it, as lines',
    before: tells('Loaned', { note: `Hi.\n${returnTo}` }),
    after: tells('Loaned', {
      note: 'Hi.',
      returnInfo: { name: 'South', physicalAddress: { line1: 'Storgatan 1', line2: 'Umeå, 90187, SE' } },
    }),
    remarks: ['return-address-given'],
  },
  {
    rule: 'return-to-block',
    way: 'incoming',
    why: 'notices it in a request',
    before: wants({}, { supplierInfo: [{ supplierDescription: returnTo }] }),
    remarks: ['return-address-given'],
  },
  {
    rule: 'ship-to-block',
    way: 'outgoing',
    why: 'says where the item goes',
    before: wants({}, { requestedDeliveryInfo: [{ address: street }] }),
    after: wantsWith({ note: shipTo }, { requestedDeliveryInfo: [{ address: street }] }),
  },
  {
    rule: 'ship-to-block',
    way: 'incoming',
    why: 'reads it where no element says it',
    before: wantsWith({ note: shipTo }),
    after: wants(
      {},
      {
        requestedDeliveryInfo: [
          { address: { physicalAddress: { line1: 'Storgatan 1', line2: 'Umeå, 90187, SE' } } },
        ],
      },
    ),
    remarks: ['ship-address-given'],
  },
];

const markers: Case[] = [
  {
    rule: 'sequence-tags',
    way: 'incoming',
    why: 'strips the number',
    before: tells('Loaned', { note: 'Enjoy. #seq:12#' }),
    after: tells('Loaned', { note: 'Enjoy.' }),
  },
  {
    rule: 'sequence-tags',
    way: 'incoming',
    why: 'strips it where it is all there is',
    before: asks('Received', '#seq:3#'),
    after: asks('Received'),
  },
  {
    rule: 'last-sequence-question',
    way: 'incoming',
    why: 'is noticed',
    before: asks('StatusRequest', '#lastSeq:3#'),
    remarks: ['sequence-asked'],
  },
  {
    rule: 'broker-supplier-prefix',
    way: 'incoming',
    why: 'names the supplier',
    before: tells('WillSupply', { note: 'Supplier: ISIL:SE-EAST\nHi.' }),
    remarks: ['supplier-named'],
  },
  {
    rule: 'broker-supplier-prefix',
    way: 'incoming',
    why: 'names the system too',
    before: tells('WillSupply', { note: 'Supplier: ISIL:SE-EAST, Vendor: ReShare' }),
    remarks: ['supplier-named', 'vendor-named'],
  },
  {
    rule: 'updated-field-markers',
    way: 'incoming',
    why: 'makes a change readable',
    before: asks('Notification', '#ReShareUpdatedField-Title:Kris##ReShareUpdatedField-ServiceLevel-Rush#'),
    after: asks('Notification', 'Title: Kris\nServiceLevel: Rush'),
    remarks: ['field-changed'],
  },
  {
    rule: 'abort-marker',
    way: 'incoming',
    why: 'is told to staff',
    before: asks('Notification', '#abort# by hand'),
    after: asks('Notification', 'by hand'),
    remarks: ['abort-asked'],
  },
  {
    rule: 'transfer-marker',
    way: 'incoming',
    why: 'is told to staff',
    before: tells('Unfilled', { note: 'transferToCluster:abc', reasonUnfilled: { value: 'transfer' } }),
    remarks: ['moved-elsewhere'],
  },
];

const codes: Case[] = [
  {
    rule: 'item-id-codes',
    way: 'outgoing',
    why: 'sends only what is taken, in upper case',
    parameters: { keep: ['ISBN', 'ISSN', 'ISMN'] },
    before: wants({ bibliographicItemId: [id('isbn', '1'), id('DOI', '2')] }),
    after: wants({ bibliographicItemId: [id('ISBN', '1')] }),
    losses: ['request/bibliographicInfo/bibliographicItemId'],
  },
  {
    rule: 'item-id-codes',
    way: 'incoming',
    why: 'reads any case',
    parameters: { keep: ['ISBN'] },
    before: wants({ bibliographicItemId: [id('isbn', '1')] }),
    after: wants({ bibliographicItemId: [id('ISBN', '1')] }),
  },
  {
    rule: 'record-id-codes',
    way: 'outgoing',
    why: "sends only what is taken, in the list's spelling",
    parameters: { keep: ['OCLC', 'Medline'] },
    before: wants({ bibliographicRecordId: [record('MEDLINE', '1'), record('LIBRIS', '2')] }),
    after: wants({ bibliographicRecordId: [record('Medline', '1')] }),
    losses: ['request/bibliographicInfo/bibliographicRecordId'],
  },
  {
    rule: 'unique-id-as-record-id',
    way: 'outgoing',
    why: 'repeats it where it is read',
    before: wants({ supplierUniqueRecordId: '77' }),
    after: wants({ supplierUniqueRecordId: '77', bibliographicRecordId: [record('OCLC', '77')] }),
  },
  {
    rule: 'service-level-fallback',
    way: 'outgoing',
    why: 'replaces what nobody registered',
    parameters: { fallback: 'Standard' },
    before: wantsWith({ serviceLevel: { value: 'Teleport' } }),
    after: wantsWith({ serviceLevel: { value: 'Standard' } }),
    losses: ['request/serviceInfo/serviceLevel'],
  },
  {
    rule: 'service-level-fallback',
    way: 'outgoing',
    why: 'spells what is registered',
    parameters: { fallback: 'Standard' },
    before: wantsWith({ serviceLevel: { value: 'rush' } }),
    after: wantsWith({ serviceLevel: { value: 'Rush' } }),
  },
  {
    rule: 'publication-type-spelling',
    way: 'outgoing',
    why: 'spells it',
    before: wants({}, { publicationInfo: { publicationType: { value: 'book' } } }),
    after: wants({}, { publicationInfo: { publicationType: { value: 'Book' } } }),
  },
  {
    rule: 'publication-type-spelling',
    way: 'incoming',
    why: 'reads any case',
    before: wants({}, { publicationInfo: { publicationType: { value: 'BOOK' } } }),
    after: wants({}, { publicationInfo: { publicationType: { value: 'Book' } } }),
  },
  {
    rule: 'lower-case-codes',
    way: 'incoming',
    why: 'reads them all',
    before: wantsWith(
      { serviceLevel: { value: 'standard' } },
      {
        bibliographicInfo: {
          bibliographicItemId: [id('issn', '1')],
          bibliographicRecordId: [record('oclc', '2')],
        },
      },
    ),
    after: wantsWith(
      { serviceLevel: { value: 'Standard' } },
      {
        bibliographicInfo: {
          bibliographicItemId: [id('ISSN', '1')],
          bibliographicRecordId: [record('OCLC', '2')],
        },
      },
    ),
  },
  {
    rule: 'fields-as-record-ids',
    way: 'incoming',
    why: 'fills the elements that are empty',
    before: wants({
      sponsor: 'ours',
      bibliographicRecordId: [
        record('startPage', '7', 'RESHARE'),
        record('sponsoringBody', 'theirs', 'RESHARE'),
      ],
    }),
    after: wants({
      pagesRequested: '7',
      sponsor: 'ours',
      bibliographicRecordId: [
        record('startPage', '7', 'RESHARE'),
        record('sponsoringBody', 'theirs', 'RESHARE'),
      ],
    }),
  },
];

const numbered = (over: object): Initiating => ({ ...asks('Received'), header: { ...header, ...over } });
const identifiers: Case[] = [
  {
    rule: 'supplier-may-change',
    way: 'incoming',
    why: 'is found out by the receiver',
    before: tells('Loaned'),
  },
  {
    rule: 'placeholder-agencies',
    way: 'incoming',
    why: 'is found out by the receiver',
    before: tells('Loaned'),
  },
  {
    rule: 'multiple-item-id-left-out',
    way: 'incoming',
    why: 'means nothing',
    before: numbered({ multipleItemRequestId: '' }),
    after: numbered({}),
  },
  {
    rule: 'multiple-item-id-left-out',
    way: 'incoming',
    why: 'counts where it says something',
    before: numbered({ multipleItemRequestId: 'M1' }),
  },
  {
    rule: 'retry-link-as-item-id',
    way: 'incoming',
    why: 'names the request before',
    before: wants({ bibliographicItemId: [id('preceded-by', 'R0'), id('ISBN', '1')] }),
    after: wantsWith(
      { requestingAgencyPreviousRequestId: 'R0' },
      { bibliographicInfo: { bibliographicItemId: [id('ISBN', '1')] } },
    ),
  },
];

export const cases: readonly Case[] = [
  ...conditions,
  ...costs,
  ...statuses,
  ...links,
  ...volumes,
  ...addresses,
  ...markers,
  ...codes,
  ...identifiers,
];
