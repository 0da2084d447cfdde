import { randomBytes } from 'node:crypto';
import { may, Right, type Caller } from '../../access/index.js';
import {
  cleanFile,
  documentTypes,
  photoTypes,
  takeForm,
  type FileType,
  type FormFile,
} from '../../files/index.js';
import type { FileSettings } from '../../config/index.js';
import { documentIdOf, fetchDocument } from '../../exchange/index.js';
import type { DocumentGiven, PhotoGiven } from '../../loan/index.js';
import type { StoredLoan } from '../../storage/index.js';
import type { LoanReference } from '../loans/loan-reference.js';
import { idOf, type DeskOptions } from '../loans/loan-record-desk.js';
import type { ConditionSeen, FileDesk, HandedIn, PhotoSeen } from './files.js';

/** Fields of the largest form of the page, and of one value of it. */
const FIELDS = 80;
const VALUE_BYTES = 64 * 1024;
/** The part that is the copy itself; any other file is a photo. */
const DOCUMENT = 'document';
/** Of a link's secret. */
const TOKEN_BYTES = 24;

/** Photos of items, on their way in and to whoever may see them. */
export function buildFileDesk(options: DeskOptions, settings: FileSettings): FileDesk {
  return {
    async take(req) {
      const { photosPerReport, photoBytes, documentBytes, formBytes } = settings;
      const read = await takeForm(req, {
        ...{ fields: FIELDS, valueBytes: VALUE_BYTES, formBytes },
        ...{ files: photosPerReport + 1, fileBytes: Math.max(photoBytes, documentBytes) },
      });
      if (!read.ok) return { kind: 'no-form', fault: read.fault };
      return { kind: 'form', fields: read.form.fields, ...filesIn(read.form.files, settings) };
    },
    async conditions(reference, by) {
      const loan = await loanOf(reference, by, options);
      if (loan === undefined) return undefined;
      const mayRead = may(by, Right.Work, loan.record.agency);
      const reports = Object.entries(loan.record.conditions ?? {}).sort(([one], [other]) =>
        one < other ? -1 : 1,
      );
      return Promise.all(
        reports.map(async ([id, { text, ...report }]): Promise<ConditionSeen> => {
          const looks = text === undefined || !mayRead ? undefined : await options.readers.files.looks(text);
          return { id, ...report, ...(looks === undefined ? {} : { looks }) };
        }),
      );
    },
    async fetchCopy(token) {
      const id = documentIdOf(token);
      const holder = await options.readers.files.holderOf(id);
      if (holder === undefined) return { kind: 'unknown' };
      // Read before it is counted: what cannot be given is not entered as given.
      const content = await options.readers.files.bytes(id);
      if (content === undefined) return { kind: 'over' };
      const fetched = await options.committer.commit(fetchDocument({ token, holder }, options.context));
      if (fetched.kind === 'over') return fetched;
      return { kind: 'copy', type: fetched.document.type, content };
    },
    async photo({ loan: reference, photo }, by): Promise<PhotoSeen> {
      const loan = await loanOf(reference, by, options);
      const known = Object.values(loan?.record.conditions ?? {}).find(
        ({ photos }) => photos?.[photo] !== undefined,
      );
      const type = known?.photos?.[photo]?.type;
      if (type === undefined) return { kind: 'unknown' };
      const content = await options.readers.files.bytes(photo);
      return content === undefined ? { kind: 'destroyed' } : { kind: 'photo', type, content };
    },
  };
}

async function loanOf(
  reference: LoanReference,
  by: Caller,
  options: DeskOptions,
): Promise<StoredLoan | undefined> {
  const id = await idOf(reference, by, options);
  const loan = id === undefined ? undefined : await options.readers.loans.whole(id);
  return loan === undefined || by.agencies?.includes(loan.record.agency) === false ? undefined : loan;
}

/** Each cleaned; the first that cannot be taken is a fault, and then none is taken. */
function filesIn(
  files: readonly FormFile[],
  { photoBytes, documentBytes, pixels }: FileSettings,
): Pick<Extract<HandedIn, { kind: 'form' }>, 'photos' | 'document' | 'fault'> {
  const photos: PhotoGiven[] = [];
  let document: DocumentGiven | undefined;
  for (const { field, ...file } of files) {
    const isDocument = field === DOCUMENT;
    const rules = isDocument
      ? { types: documentTypes, mostBytes: documentBytes, pixels }
      : { types: photoTypes, mostBytes: photoBytes, pixels };
    const cleaned = cleanFile<FileType>(file, rules);
    if (!cleaned.ok) return { photos: [], fault: cleaned.fault };
    const { width = 0, height = 0, type, ...kept } = cleaned.file;
    if (isDocument) document = { ...kept, type, ...linkSecret() };
    else if (type !== 'application/pdf') photos.push({ ...kept, type, width, height });
  }
  return { photos, ...(document === undefined ? {} : { document }) };
}

function linkSecret(): Pick<DocumentGiven, 'id' | 'token'> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return { id: documentIdOf(token), token };
}
