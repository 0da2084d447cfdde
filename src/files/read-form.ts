import { Busboy, type BusboyFileStream } from '@fastify/busboy';

/** A file as it came with a form: of no type that anybody has looked at yet. */
export interface FormFile {
  field: string;
  /** What it is said to be. */
  claimed: string;
  bytes: Buffer;
}

export interface Form {
  /** All values of each field, in their order. */
  fields: Readonly<Record<string, readonly string[]>>;
  files: readonly FormFile[];
}

export const FormFault = {
  NotAForm: 'not-a-form',
  Broken: 'form-broken',
  TooManyParts: 'form-of-too-many-parts',
  TooLarge: 'form-too-large',
} as const;
export type FormFault = (typeof FormFault)[keyof typeof FormFault];

export type FormReading = { ok: true; form: Form } | { ok: false; fault: FormFault };

export interface FormLimits {
  fields: number;
  files: number;
  /** Of one value and of one file, in bytes. */
  valueBytes: number;
  fileBytes: number;
}

const MULTIPART = /^multipart\/form-data\s*(?:;|$)/i;
const HEADER_PAIRS = 20;
const HEADER_BYTES = 8 * 1024;
/** RFC 2046 allows no longer one. */
const BOUNDARY = /boundary=(?:"[^"]{1,70}"|[^\s;"]{1,70})(?:\s*;|\s*$)/i;

/** Whether a request says that it is a form with parts. */
export function isForm(contentType: string | undefined): boolean {
  return MULTIPART.test(contentType ?? '');
}

/**
 * A form with parts (RFC 7578), of a body that has been read whole. Whatever is too much of it, cut off or no form at all
 * is a fault, and nothing of it is answered. Empty file fields, as browsers send them, are left out.
 */
export function readForm(
  body: Buffer,
  contentType: string | undefined,
  limits: FormLimits,
): Promise<FormReading> {
  const type = contentType ?? '';
  if (!isForm(type) || !BOUNDARY.test(type)) return Promise.resolve({ ok: false, fault: FormFault.NotAForm });
  return new Promise((resolve) => new FormReader(type, limits, resolve).read(body));
}

class FormReader {
  readonly #fields = Object.create(null) as Record<string, string[]>;
  readonly #files: FormFile[] = [];
  readonly #parser: Busboy;
  readonly #resolve: (reading: FormReading) => void;

  constructor(contentType: string, limits: FormLimits, resolve: (reading: FormReading) => void) {
    const { fields, files, valueBytes, fileBytes } = limits;
    this.#resolve = resolve;
    this.#parser = new Busboy({
      headers: { 'content-type': contentType },
      limits: {
        ...{ fields, files, parts: fields + files, fieldSize: valueBytes, fileSize: fileBytes },
        ...{ headerPairs: HEADER_PAIRS, headerSize: HEADER_BYTES },
      },
    });
  }

  read(body: Buffer): void {
    const parser = this.#parser;
    const tooMany = (): void => this.#end(FormFault.TooManyParts);
    parser.on('partsLimit', tooMany).on('filesLimit', tooMany).on('fieldsLimit', tooMany);
    parser.on('error', () => this.#end(FormFault.Broken));
    // eslint-disable-next-line max-params -- the parser tells a field by its five facts
    parser.on('field', (name, value, isNameCut, isValueCut) => {
      if (isNameCut || isValueCut) this.#end(FormFault.TooLarge);
      else (this.#fields[name] ??= []).push(value);
    });
    // eslint-disable-next-line max-params -- the parser tells a file by its five facts
    parser.on('file', (field, stream, filename, _encoding, claimed) =>
      this.#take(stream, { field, claimed, filename }),
    );
    parser.on('finish', () => this.#end());
    parser.end(body);
  }

  #take(
    stream: BusboyFileStream,
    of: { field: string; claimed: string; filename: string | undefined },
  ): void {
    const chunks: Buffer[] = [];
    const { field, claimed, filename } = of;
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('limit', () => this.#end(FormFault.TooLarge));
    stream.on('error', () => this.#end(FormFault.Broken));
    stream.on('end', () => {
      const bytes = Buffer.concat(chunks);
      const isLeftEmpty = bytes.length === 0 && (filename ?? '') === '';
      if (!isLeftEmpty) this.#files.push({ field, claimed, bytes });
    });
  }

  /** The first end counts: a promise settles once. */
  #end(fault?: FormFault): void {
    if (fault === undefined) this.#resolve({ ok: true, form: { fields: this.#fields, files: this.#files } });
    else this.#resolve({ ok: false, fault });
  }
}
